import { ReplayDivergence } from '../../model/errors.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import { WriterGone } from '../../processes/controlled-writer.ts'
import { judge } from '../../oracles/index.ts'
import { repetition } from '../../model/repetition.ts'
import type { Heartbeat } from '../heartbeat.ts'
import type { Executor } from '../executor.ts'

/** How often a violation is replayed that is not seen each time. */
const most = 10
/**
 * How often, where each replay shows it: a sequential test (Wald, Sequential Tests of Statistical Hypotheses, 1945). Of
 * violations that half of the replays show, or fewer, at most 1 in 2⁵ = 32 passes for one that shows each time.
 */
const enoughInARow = 5
/** The same where replays take long: 1 in 8. */
const leastInARow = 3

export interface Reproduced {
  readonly times: number
  readonly of: number
}

export interface Confirmed extends Reproduced {
  /** Where the latest replay ended before its end, since a writer's process was gone: that says nothing. */
  readonly gone: WriterGone | null
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
  executor: Executor,
  stop: AbortSignal,
  { heartbeat, isLate }: ConfirmOptions,
): Promise<Confirmed> {
  const isEnough = repetition(leastInARow, most, isLate)
  let times = 0
  for (let of = 1; ; of += 1) {
    await executor.refresh()
    // To start processes takes time without a step: whoever watches this one shall not think that it hangs.
    await heartbeat.yield()
    const seen = isReproduced(counterexample, executor)
    if (seen === true) times += 1
    const gone = typeof seen === 'boolean' ? null : seen
    if (times === 0 || (times === of && times >= enoughInARow) || isEnough(of) || stop.aborted)
      return { times, of, gone }
  }
}

function isReproduced(counterexample: Counterexample, executor: Executor): boolean | WriterGone {
  const { oracle, finding } = counterexample
  try {
    const { record } = executor.replay(counterexample)
    const [judgement] = judge(record, [oracle])
    return judgement?.findings.some(({ session }) => session === finding.session) === true
  } catch (error) {
    if (error instanceof WriterGone) return error
    if (error instanceof ReplayDivergence) return false
    throw error
  }
}
