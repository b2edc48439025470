import type { Settings } from '../../model/settings.ts'
import type { TargetFacts } from '../../model/target.ts'
import type { Workload } from '../../model/workload.ts'
import type { WorkloadShape } from '../../workload/arbitrary.ts'
import { shardOfWorkloads, workloadOf } from '../../workload/batch.ts'

/**
 * Programs start one after the other, and are soon over: two of them hardly ever meet. Several on one session do, and
 * the shorter their texts are, the more rounds there are.
 */
const crowd: Partial<WorkloadShape> = { writers: 8, calls: 1, sessions: 1, readers: 1, maxPayloadBytes: 256 }
/** A race of programs begins with so many crowded rounds; from then on, every second one is. */
const firstCrowds = 12

/** One round in so many has fresh processes: what a module keeps (a counter for names) starts anew in each, as in life. */
const freshEvery = 8

export interface PlannedRound {
  /** Counts the rounds of the whole run from 0, in all shards. */
  readonly number: number
  readonly workload: Workload
  /** Its writers have done nothing before. */
  readonly isFresh: boolean
}

/** The rounds of a race, or of a shard of it, without end; a function of the seed alone. */
export function* roundsOf(
  shape: WorkloadShape,
  settings: Pick<Settings, 'seed' | 'shard'>,
  { startsPrograms, commands }: Pick<TargetFacts, 'startsPrograms' | 'commands'>,
): Generator<PlannedRound> {
  const crowded = { ...crowd, ...definedIn(shape), operations: shape.operations }
  let taken = 0
  for (const { number, workload } of shardOfWorkloads(shape, settings)) {
    // A program is a fresh process in any case.
    const isFresh = !startsPrograms && taken % freshEvery === 0
    const hasPrograms = startsPrograms === true || commands !== undefined
    const isCrowded = hasPrograms && (number < firstCrowds || number % 2 === 0)
    yield { number, isFresh, workload: isCrowded ? workloadOf(crowded, number, settings.seed) : workload }
    taken += 1
  }
}

function definedIn(shape: WorkloadShape): Partial<WorkloadShape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined))
}
