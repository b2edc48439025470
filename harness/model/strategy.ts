import type { Access } from './access.ts'
import type { Fault } from './fault.ts'
import type { Finds } from './finds.ts'
import type { Choice, Decision } from './schedule.ts'
import type { PendingStep } from './step.ts'

/** Where an execution waits for a decision. */
export interface DecisionPoint {
  /** What can go next, never empty: by writer, and within a writer in the order it was asked for. */
  readonly choices: readonly Choice[]
  /** Timers that may fire only where a writer stalls that is ready to go on: for faults, and for what was recorded. */
  readonly ahead?: readonly Choice[]
  /** The same choices as decisions, as they would be recorded. */
  readonly decisionOf: (choice: Choice) => Decision
  /** What a choice meets in the directory: which faults may strike it depends on that. */
  readonly findsOf: (choice: Choice) => Finds
  /** Decisions made so far. */
  readonly made: number
  /** A writer waits for what another one has locked. */
  readonly waitsForLock?: boolean
  /** Stands for the state that the execution is in; only for a scheduler that needs it, since it costs. */
  readonly stateKey: () => string
  /** The application has started again as often as it does: what comes of that is to be seen, and not to be disturbed. */
  readonly isSpared?: boolean
  /** What the latest step had to do with; kept up together with the state. */
  readonly access: () => Access
}

/** A fault that may strike a step, and how often a sample draws it compared to the others. */
export interface OfferedFault {
  readonly fault: Fault
  readonly weight: number
}

/**
 * The faults that may strike a pending step, given what it meets.
 *
 * @param isAhead the step is a timer that may fire only where another writer stalls
 */
export type FaultMenu = (step: PendingStep, finds: Finds, isAhead?: boolean) => readonly OfferedFault[]

export interface Chosen {
  readonly choice: Choice
  readonly fault?: Fault
}

/** Decides one execution, step by step. */
export interface Scheduler {
  /** True where it asks for `stateKey`, which must then be kept up from the start. */
  readonly needsState?: boolean
  /** So many decisions were recorded, and are to be made again whoever waits for how long. */
  readonly recorded?: number
  choose(point: DecisionPoint): Chosen
  /** Nothing waits any more. */
  ended?(point: Pick<DecisionPoint, 'made' | 'stateKey' | 'access'>): void
}

/**
 * A way of searching through schedules. Stateless strategies give every execution a scheduler of its own,
 * made from the seed alone, so that any execution can be had again by its number.
 */
export interface Strategy {
  readonly name: string
  /**
   * @param seed all that is random in this execution follows from it
   * @param expectedSteps about how many decisions there will be
   */
  begin(seed: number, expectedSteps: number): Scheduler
}
