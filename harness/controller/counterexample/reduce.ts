import type { Counterexample } from '../../model/counterexample.ts'
import type { PersistenceName } from '../../model/fault.ts'
import { overtime } from '../../model/overtime.ts'
import type { Executor } from '../executor.ts'
import type { Heartbeat } from '../heartbeat.ts'
import { confirm, type Confirmed } from './confirm.ts'
import { shrink, type Shrunk } from './shrink.ts'

/** Far more than it takes on a quiet machine: what ends a candidate's search is the number of its executions. */
const mostShrinkMillis = 8_000

export interface ReduceOptions {
  readonly executor: Executor
  /** As in `ShrinkOptions`. */
  readonly foretells: boolean
  readonly stop: AbortSignal
  readonly heartbeat: Heartbeat
  /** Under which power may be lost. */
  readonly models: readonly PersistenceName[]
  /** How long it may be made smaller, where that is not as usual. */
  readonly mostMillis: number | undefined
  /** The run's time, and how much of it has passed. */
  readonly maxTimeMillis: number
  readonly elapsed: () => number
}

/** The smallest counterexample that fresh processes show; the one that was seen where they do not show a smaller. */
export async function reduce(
  seen: Counterexample,
  { executor, foretells, stop, heartbeat, models, mostMillis, maxTimeMillis, elapsed }: ReduceOptions,
): Promise<Shrunk & { readonly shrinkMillis: number; readonly confirmed: Confirmed }> {
  const { phase } = heartbeat
  heartbeat.phase = 'shrinking'
  const started = performance.now()
  const leftMillis = maxTimeMillis + overtime.shrinkMillis - elapsed()
  const limitMillis = mostMillis ?? Math.min(mostShrinkMillis, leftMillis)
  const isLate = () => elapsed() >= maxTimeMillis + overtime.repeatMillis
  const shrunk = shrink(seen, { executor, foretells, stop, limitMillis, models })
  const shrinkMillis = performance.now() - started
  heartbeat.phase = 'confirming'
  let confirmed = await confirm(shrunk.counterexample, executor, stop, { heartbeat, isLate })
  const isSeen = confirmed.times === 0 && shrunk.counterexample !== seen
  if (isSeen) confirmed = await confirm(seen, executor, stop, { heartbeat, isLate })
  heartbeat.phase = phase
  const kept = isSeen ? { counterexample: seen, minimal: false, bound: 'not-seen-again' as const } : shrunk
  return { ...kept, shrinkMillis, confirmed }
}
