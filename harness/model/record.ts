import type { Content } from './content.ts'
import type { Explanation } from './explanation.ts'
import type { Struck } from './fault.ts'
import type { Specified } from './target.ts'
import type { Value } from './value.ts'
import type { CallId, Workload } from './workload.ts'

/**
 * A position in an execution: microseconds since the start barrier in a race, the count of steps when explored.
 * Only the order of two positions of one execution means anything.
 */
export type Position = number

/** What became of one planned call. */
export interface CallRecord extends CallId {
  readonly operation: string
  readonly session: string
  readonly invoked: Position
  /** When what it returned settled; null where it never did. */
  readonly settled: Position | null
  readonly outcome: 'acknowledged' | 'rejected' | 'pending'
  /** It returned nothing, and so was acknowledged at once, whatever it has deferred. */
  readonly returnedNothing?: true
  readonly error?: string
  /** What it gave, where that is to be held against a specification, and is not `undefined`. */
  readonly returned?: Value
  /** What the application saw, where it loaded instead of calling. */
  readonly found?: Content
}

/** What a specification says of an execution, by group of sessions that it is asked about together. */
export type Explained = readonly {
  readonly sessions: readonly string[]
  readonly whole: Explanation
  /** By new start after a crash; null where it came to nothing. */
  readonly restarts: readonly (Explanation | null)[]
}[]

/** Errors name paths as the target had them. The run directory is another one each time, and says nothing. */
export function withoutDir(call: CallRecord, dir: string): CallRecord {
  return call.error === undefined ? call : { ...call, error: call.error.replaceAll(`${dir}/`, '') }
}

/** One or several consecutive reads by one reader that saw the same content. */
export interface ReadRecord {
  readonly reader: number
  readonly session: string
  readonly content: Content
  /** Start of the first of these reads. */
  readonly from: Position
  /** End of the first of these reads. */
  readonly firstEnd: Position
  /** Start of the last of these reads. */
  readonly lastStart: Position
  /** End of the last of these reads. */
  readonly until: Position
}

/** A load by a reader that is under way. */
export interface Looking extends CallId {
  readonly since: Position
}

/** What the application found at its next start after a crash: after `recover`, and before the next call. */
export interface Restart {
  /** Why it did not come as far as its next call, in words; absent where it did. */
  readonly failed?: string
  readonly position: Position
  /** Whether the target has a `recover`. */
  readonly recovers: boolean
  /** As in the record itself, at that moment. */
  readonly finals: ExecutionRecord['finals']
  readonly entries: ExecutionRecord['entries']
}

/** All that oracles are told of one execution. Plain data. */
export interface ExecutionRecord {
  readonly workload: Workload
  readonly calls: readonly CallRecord[]
  readonly reads: readonly ReadRecord[]
  /** Loads that have begun, and not ended. */
  readonly looking?: readonly Looking[]
  /** By session, what its file held at the end. */
  readonly finals: Readonly<Record<string, Content>>
  /** By session, its file's path relative to the run directory. */
  readonly files: Readonly<Record<string, string>>
  /** Every entry below the run directory at the end that the target does not own, relative to it; directories end in `/`. */
  readonly entries: readonly string[]
  /**
   * Where calls wait for ever: those of `entries` that they wait for, and that writers have left that came to their end.
   * Absent where there are none.
   */
  readonly left?: readonly string[]
  /** Every step that a fault struck, whether that was decided or followed from an earlier one; in order. */
  readonly faults: readonly Struck[]
  /** Present where a crash was followed by a new start: the latest one, of the workload's last writer. */
  readonly restart?: Restart
  /** New starts before the latest, in order; each was the start of one writer, and ended in another crash. */
  readonly earlierRestarts?: readonly Restart[]
  /** What the target is held against; absent where that is a register. */
  readonly specification?: Specified
  /** What the specification says; absent as long as it has not been asked. */
  readonly explained?: Explained
  /** The target says which names are no litter. */
  readonly owns?: true
  /** True where somebody looked at the files while they were written. */
  readonly observed: boolean
  /**
   * Set where something may have changed in the directory without a step, though every step was to be seen. How the files
   * came to hold what they hold is not known then, and no oracle judges it.
   */
  readonly unseen?: true
}

/** All new starts after a crash, in order, each with the ordinal of the writer that was started. */
export function restartsIn({
  restart,
  earlierRestarts = [],
  workload,
}: Pick<ExecutionRecord, 'restart' | 'earlierRestarts' | 'workload'>): (Restart & {
  readonly writer: number
})[] {
  const all = restart ? [...earlierRestarts, restart] : earlierRestarts
  return all.map((each, index) =>
    Object.assign({ writer: workload.writers.length - all.length + 1 + index }, each),
  )
}

/** Whether the power was lost in this execution, and with it what was not on disk yet. */
export function losesPower({ faults }: Pick<ExecutionRecord, 'faults'>): boolean {
  return faults.some(({ fault }) => fault.kind === 'power-loss')
}
