import type { Fault } from './fault.ts'
import type { Finds } from './finds.ts'
import type { FaultName } from './settings.ts'
import type { PendingStep } from './step.ts'

/** One kind of fault: what of it may happen to a step. */
export interface FaultKind {
  readonly name: FaultName
  /** How often a sample draws it, compared to the others: what costs more is drawn less. */
  readonly weight: number
  /**
   * All that may strike a pending step, plainest first; empty where nothing of the kind can, given what is there.
   *
   * @param isAhead the step is a timer that may fire only where another writer stalls
   */
  strikes(step: PendingStep, finds: Finds, isAhead: boolean): readonly Fault[]
}
