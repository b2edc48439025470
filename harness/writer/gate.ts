import type { Fault } from '../model/fault.ts'
import type { Step } from '../model/step.ts'

/** A step together with the code that carries it out. */
export interface StepRequest<T = unknown> {
  readonly step: Step
  /**
   * Carries the step out with the original, synchronous system call, and returns what that gave.
   * For a write struck by `short-write`, only that many bytes. An `errno` fault never gets here.
   */
  readonly perform: (fault?: Fault) => T
  /** The error that this step gives, in Node's words, when an `errno` fault strikes it. */
  readonly fail: (code: string) => NodeJS.ErrnoException
  /** Where the target asked for it, as `whence` gave it then; told where that is no longer on the stack. */
  readonly source?: string | undefined
}

/** A step that was posted. */
export interface Posted {
  /** Withdraws the step unless it was performed already; its `done` never runs after this. */
  cancel(): void
}

/**
 * Where every controlled step waits for its turn.
 * The interposed file system and the virtual clock know nothing else of the controller.
 */
export interface Gate {
  /** Announces an asynchronous step. `done` runs in a fresh turn of the event loop, once the step was granted and performed. */
  post<T>(request: StepRequest<T>, done: (error: NodeJS.ErrnoException | null, value?: T) => void): Posted
  /** Blocks this thread until the step was granted and performed; other pending steps of this writer may be performed meanwhile. */
  block<T>(request: StepRequest<T>): T
  /** Where in the target's code the caller was called from; undefined while nobody wants to know, since it costs. */
  whence?(): string | undefined
}
