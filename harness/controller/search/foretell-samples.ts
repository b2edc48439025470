import { Unlearned } from '../../model/errors.ts'
import { seedOf } from '../../model/seed.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { Scheduler } from '../../model/strategy.ts'
import type { Workload } from '../../model/workload.ts'
import { AsForetold } from '../../strategies/as-foretold.ts'
import type { Execution } from '../execute/execution.ts'
import type { Foretold } from '../foretelling/foretold.ts'
import type { Share } from '../share.ts'
import type { PhaseShare } from './phase-share.ts'

/** So many schedules of a workload are tried beside those that are carried out. */
const triesPerWorkload = 192
/** After so many tries, one in so many has to have come to its end: else carrying out is the faster way. */
const firstTries = 12
const leastKnown = 4
/** Of those that come to their end, about one in so many is carried out, to check it. */
const checkEvery = 64
/** Keeps these draws apart from others. */
const checkStream = 0x5a3b

/** What it takes of a controller's share. */
export type SamplingShare = Pick<
  Share,
  'foretell' | 'judged' | 'takeIn' | 'inParts' | 'countCheck' | 'isOver' | 'isIsolated'
>

export interface Samples {
  readonly phase: PhaseShare
  readonly workload: Workload
  /** Of the executions that taught what the writers do. */
  readonly seed: number
  /** Decides one execution. @param number counts them, from 0 */
  readonly begin: (number: number) => Scheduler
}

/**
 * Samples a workload without carrying it out, as far as its executions have taught what its writers do. What nobody knows
 * is left; what breaks an oracle is carried out, and so is a part of the rest.
 */
export async function* foretellSamples(
  share: SamplingShare,
  { phase, workload, seed, begin }: Samples,
): AsyncGenerator<undefined, void> {
  const request = { workload, seed }
  let foretold = 0
  for (let number = 0; number < triesPerWorkload && !share.isOver && !share.isIsolated; number += 1) {
    if (number >= firstTries && foretold * leastKnown < number) return
    const found = toItsEnd(share.foretell({ ...request, isNamed: false }), begin(number))
    if (!found) continue
    const execution = share.judged(found)
    foretold += 1
    const isWrong = share.takeIn(phase, execution)
    if (!isWrong && seedOf(seed, checkStream + number) % checkEvery !== 0) continue
    const scheduler = new AsForetold(scheduleOf(execution.log()), seed)
    const plan = { phase, ...request, scheduler, isChecked: false, asForetold: execution }
    if (!(yield* share.inParts(plan))) return
    if (!isWrong) share.countCheck()
  }
}

/** Null where it comes to what was never learned. */
function toItsEnd(foretold: Foretold, scheduler: Scheduler): Execution | null {
  try {
    foretold.begin()
    for (let point = foretold.next(); point; point = foretold.next()) foretold.grant(scheduler.choose(point))
    return foretold.finish()
  } catch (error) {
    if (error instanceof Unlearned) return null
    throw error
  }
}
