import type { Begin } from '../../model/program.ts'
import type { Thrown } from '../../model/thrown.ts'
import type { ProcessTree } from './process/process-tree.ts'
import type { ReactionDraft } from './reaction-draft.ts'

/** What becomes of a writer that is at rest: nothing, it goes on, or the start of a call is a step to be granted. */
export type Resting = 'rests' | 'goes on' | { readonly starts: number }

/**
 * What a writer does, as far as it is no matter of files: commands that are started one after the other, or a process
 * that has the target's module loaded and makes its calls.
 */
export interface Acting {
  /** Whether anything of it runs that could ask for something. */
  readonly isRunning: boolean
  /** Its processes; only while it runs. */
  readonly tree: ProcessTree
  /** What messages name it after. */
  readonly program: string
  /** The end of what it has printed. */
  readonly stderr: string
  /** The call that belongs to whatever is asked for without a step before it. */
  readonly call: number
  /** The call that has started the program that this thread is of; null where it is of none. */
  callOf(thread: number): number | null
  /** It waits to be told something, and so that it sleeps is no riddle. */
  readonly waits: boolean
  /** Nothing of it is under way: another execution may begin as it is. */
  readonly isIdle: boolean
  /** It has ended, and nobody knows why. */
  readonly isGone: boolean
  /** What has ended it, or is about to; null where nothing was thrown. */
  readonly thrown: Thrown | null
  /**
   * An execution begins.
   *
   * @throws ProgramGone, HarnessError where it cannot
   */
  begin(order: Begin, reaction: ReactionDraft): void
  /** A step of this call was granted: what is asked for next belongs to it. */
  goesOnWith(call: number): void
  /** Takes in what has happened without a step. @returns whether anything has */
  advance(): boolean
  /**
   * To be called once nobody can ask for anything by himself.
   *
   * @param isHeld whether it has asked for steps that were not granted yet
   * @returns whether it goes on nevertheless
   */
  rest(isHeld: boolean): Resting
  /** The start of a call was a step, and was granted. */
  start(call: number): void
  /** Ends all that runs. @param meanwhile answers what is asked for, or it could not die */
  kill(meanwhile: () => void): void
  /** Why it has gone. */
  readonly end: string
}
