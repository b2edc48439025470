import type { Content } from './content.ts'
import type { Fault } from './fault.ts'
import type { Decision, Schedule } from './schedule.ts'

/** One step as it happened: the decision, and what came of it. */
export interface StepEvent extends Decision {
  /** Position in the execution, from 1. */
  readonly position: number
  /** How many bytes were read or written. */
  readonly bytes?: number
  /** The system error that the step gave. */
  readonly error?: string
  /** What struck it because of an earlier fault: that was decided there. */
  readonly aftermath?: Fault
  /** True where the writer's main thread was blocked until then. */
  readonly sync?: boolean
  /** Where in the target's code it was asked for: `file:line:column`; only where a counterexample is recorded. */
  readonly source?: string
  /** Where power was lost after it: what is not on disk, a sentence each. */
  readonly lost?: readonly string[]
  /** By session, what its file held afterwards, where this step changed that. */
  readonly held?: Readonly<Record<string, Content>>
}

/** The decisions that a log records, without what came of them. */
export function scheduleOf(log: readonly StepEvent[]): Schedule {
  return log.map(({ writer, call, op, path, to, receiver, signal, ordinal, fault }) => ({
    writer,
    call,
    op,
    ...(path !== undefined && { path }),
    ...(to !== undefined && { to }),
    ...(receiver !== undefined && { receiver }),
    ...(signal !== undefined && { signal }),
    ordinal,
    ...(fault && { fault }),
  }))
}
