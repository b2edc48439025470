import { isDeepStrictEqual } from 'node:util'
import type { Counterexample } from '../../model/counterexample.ts'
import { HarnessError, ReplayDivergence } from '../../model/errors.ts'
import type { StepEvent } from '../../model/step-log.ts'
import { firstDifference } from '../execute/first-difference.ts'
import type { Executor } from '../executor.ts'

type Recorded = Pick<Counterexample, 'workload' | 'schedule' | 'seed' | 'steps'>

/**
 * Carries an execution out again and compares the two step logs. A target may keep something between executions
 * (a cache, a counter), which tells on its second one: what decides is whether two fresh starts agree.
 *
 * @throws HarnessError naming the first difference.
 */
export async function assertDeterministic(recorded: Recorded, executor: Executor): Promise<void> {
  if (differenceOf(recorded, executor, recorded.steps) === null) return
  await executor.refresh()
  const fresh = logOf(recorded, executor)
  await executor.refresh()
  const again = logOf(recorded, executor)
  const difference = fresh.divergence ?? again.divergence ?? firstDifference(fresh.log, again.log)
  if (difference === null || isDeepStrictEqual(fresh, again)) return
  throw new HarnessError(`the same schedule gave two different executions: ${difference}`, { process: 'w1' })
}

function differenceOf(recorded: Recorded, executor: Executor, log: readonly StepEvent[]): string | null {
  const second = logOf(recorded, executor)
  return second.divergence ?? firstDifference(log, second.log)
}

function logOf(
  recorded: Recorded,
  executor: Executor,
): { log: readonly StepEvent[]; divergence: string | null } {
  try {
    return { log: executor.replay(recorded).log(), divergence: null }
  } catch (error) {
    if (!(error instanceof ReplayDivergence)) throw error
    return { log: [], divergence: error.message }
  }
}
