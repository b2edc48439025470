import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { PersistenceModel } from '../../faults/power-loss/alternative.ts'
import type { Fault } from '../../model/fault.ts'
import type { Reaction } from '../../model/program.ts'
import type { CallRecord } from '../../model/record.ts'
import type { Happened, PendingStep, StepOutcome } from '../../model/step.ts'

/** A step that was granted, and what came of it. */
export interface Granted {
  readonly writer: number
  readonly step: PendingStep
  /** What has struck it, decided or as a consequence. */
  readonly struck?: Fault | undefined
  /** Null where it was not carried out, since its writer was killed. */
  readonly done: { readonly outcome: StepOutcome; readonly happened: Happened } | null
  /** Its writer was killed by it, or at it: what it did may be a part. */
  readonly isKilled: boolean
  /** Virtual time. */
  readonly nowMicros: number
  readonly position: number
  /** As the step has left it. */
  readonly shadow: Shadow
}

/**
 * Follows an execution, and keeps something of it. Each is told of the same events in the same order, once the file system
 * in memory has them.
 */
export interface Observer {
  take?(granted: Granted): void
  /**
   * What a program did until it waits again.
   *
   * @param asked the steps that it asks for, with canonical names
   */
  react?(writer: number, reaction: Reaction, asked: readonly unknown[]): void
  /** A writer was killed; what it has written stays. */
  kill?(writer: number, calls: readonly CallRecord[]): void
  /** A process has ended by itself. */
  exit?(writer: number): void
  /** With its latest step, a writer has come to its end: nothing of it is left to do. */
  end?(writer: number): void
  /** The directory is what the disk had of it, and no writer goes on. @param missing the operations that it had not */
  losePower?(model: PersistenceModel, missing: readonly number[], writers: readonly number[]): void
}
