import { ReplayDivergence } from '../../model/errors.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import { WriterGone } from '../../processes/controlled-writer.ts'
import { judge } from '../../oracles/index.ts'
import { repetition } from '../repetition.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { Stage } from './stage.ts'

const confirmations = 10
const leastConfirmations = 3

export interface Reproduced {
  readonly times: number
  readonly of: number
}

export interface ConfirmOptions {
  readonly heartbeat: Heartbeat
  /** There is no time for more than one. */
  readonly isLate: () => boolean
}

/**
 * Replays a counterexample, each time in processes that have done nothing else: what needs the state of earlier
 * executions is no defect of one.
 */
export async function confirm(
  counterexample: Counterexample,
  stage: Stage,
  stop: AbortSignal,
  { heartbeat, isLate }: ConfirmOptions,
): Promise<Reproduced> {
  const isEnough = repetition(leastConfirmations, confirmations, isLate)
  let times = 0
  for (let of = 1; ; of += 1) {
    await stage.refresh()
    // To start processes takes time without a step: whoever watches this one shall not think that it hangs.
    await heartbeat.yield()
    if (isReproduced(counterexample, stage)) times += 1
    if (times === 0 || isEnough(of) || stop.aborted) return { times, of }
  }
}

function isReproduced(counterexample: Counterexample, stage: Stage): boolean {
  const { oracle, finding } = counterexample
  try {
    const { record } = stage.replay(counterexample)
    const [judgement] = judge(record, [oracle])
    return judgement?.findings.some(({ session }) => session === finding.session) === true
  } catch (error) {
    if (error instanceof ReplayDivergence || error instanceof WriterGone) return false
    throw error
  }
}
