import fc from 'fast-check'
import { seedOf } from '../../model/seed.ts'
import { loadsOf, sessionsOf, type CallPlan, type Workload } from '../../model/workload.ts'
import type { ExploreOrder, Sought } from '../../protocol/controller-messages.ts'
import { samplingStrategy } from '../../strategies/index.ts'
import { expectedSteps } from './sample.ts'
import type { Share } from '../share.ts'

/** What matters of a document's size is mostly which one is longer, and short ones are written and compared faster. */
const longestBytes = 2048
/** One execution in so many has the sizes that the workload has. */
const sizedEvery = 4

/**
 * Carries out one workload, and parts of it, until a violation of one kind shows or time is over. In turn: the whole of
 * it and some of its calls, by every strategy, with short documents and now and then with its own. Where the application
 * was asked what it loads, a reader asks as well, and can be overtaken.
 */
export async function seek(
  share: Share,
  { settings, facts, share: { index, of } }: ExploreOrder,
  { workload, signature }: Sought,
): Promise<void> {
  const whole: Workload = { ...workload, readers: 0 }
  const short = shortened(whole)
  const [phase] = share.phases
  if (!phase) return
  share.heartbeat.phase = 'seeking under control'
  for (let number = index; !share.isOver && !share.knows(signature); number += of) {
    const seed = seedOf(settings.seed, number)
    const round = Math.floor(number / of)
    const sized = round % sizedEvery === sizedEvery - 1 ? whole : short
    const part = round % 2 === 0 ? sized : partOf(sized, seed)
    const candidate = facts.loads && workload.readers > 0 ? besideLoads(part) : part
    const scheduler = samplingStrategy('portfolio', number).begin(seed, expectedSteps(candidate))
    const parts = share.inParts({ phase, workload: candidate, scheduler, seed, isChecked: false })
    while (!(await parts.next()).done);
  }
}

/** A racing reader becomes one whose steps are decided: it can be overtaken as that one was. */
export function besideLoads(workload: Workload): Workload {
  return { ...workload, writers: [...workload.writers, loadsOf(sessionsOf(workload))] }
}

/** The same with documents that are no longer than need be; which of two is longer stays. */
export function shortened({ writers, readers }: Workload): Workload {
  const long = writers
    .flat()
    .flatMap(({ payloadBytes }) => (payloadBytes > longestBytes ? [payloadBytes] : []))
  const ranks = new Map(
    [...new Set(long)].toSorted((one, other) => one - other).map((bytes, rank) => [bytes, rank]),
  )
  const short = (plan: CallPlan): CallPlan => {
    const rank = ranks.get(plan.payloadBytes)
    return rank === undefined ? plan : { ...plan, payloadBytes: longestBytes + rank + 1 }
  }
  return { writers: writers.map((calls) => calls.map(short)), readers }
}

/** Some of a workload's calls, drawn from a seed; at least one. */
export function partOf({ writers, readers }: Workload, seed: number): Workload {
  const busy = writers.filter((calls) => calls.length > 0)
  const [part = busy] = fc.sample(
    fc
      .subarray(busy, { minLength: Math.min(2, busy.length) })
      .chain((some) => fc.tuple(...some.map((calls) => fc.subarray([...calls], { minLength: 1 })))),
    { seed, numRuns: 1 },
  )
  return { writers: part, readers }
}
