import { ReplayDivergence } from '../../model/errors.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import { judge } from '../../oracles/index.ts'
import { repetition } from '../../model/repetition.ts'
import { ProgramGone } from '../../model/program.ts'
import type { Execution } from '../execute/execution.ts'
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
  /** Replays that have come to their end. */
  readonly of: number
}

export interface Confirmed extends Reproduced {
  /** Where the latest replay ended before its end, since a writer's process was gone: that says nothing. */
  readonly gone: ProgramGone | null
  /** The first replay, with all that only a person looks at; absent where it has not shown the violation. */
  readonly traced?: Execution
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
  let of = 0
  let traced: Execution | undefined
  for (let attempt = 1; ; attempt += 1) {
    await executor.refresh()
    // To start processes takes time without a step: whoever watches this one shall not think that it hangs.
    await heartbeat.yield()
    const seen = reproduced(counterexample, executor, attempt === 1)
    const gone = seen instanceof ProgramGone ? seen : null
    // A machine that is too busy ends processes as well. What they would have shown is not known.
    if (!gone || times === 0) of += 1
    if (seen !== null && !(seen instanceof ProgramGone)) {
      times += 1
      if (attempt === 1) traced = seen
    }
    const isSure = times === of && times >= enoughInARow
    if (times === 0 || isSure || isEnough(of) || attempt >= most || stop.aborted)
      return { times, of, gone, ...(traced && { traced }) }
  }
}

/** The replay that shows the violation; null where it does not. */
function reproduced(
  counterexample: Counterexample,
  executor: Executor,
  isTraced: boolean,
): Execution | ProgramGone | null {
  const { oracle, finding } = counterexample
  try {
    const execution = executor.replay(counterexample, isTraced)
    const [judgement] = judge(execution.record, [oracle])
    const isShown = judgement?.findings.some(({ session }) => session === finding.session) === true
    return isShown ? execution : null
  } catch (error) {
    if (error instanceof ProgramGone) return error
    if (error instanceof ReplayDivergence) return null
    throw error
  }
}
