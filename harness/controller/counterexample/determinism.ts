import { isDeepStrictEqual } from 'node:util'
import { count } from '../../model/count.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import { HarnessError, ReplayDivergence } from '../../model/errors.ts'
import { describeDecision } from '../../model/schedule.ts'
import type { StepEvent } from '../../model/step-log.ts'
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

/** Names the first step that differs; null where none does. */
export function firstDifference(one: readonly StepEvent[], other: readonly StepEvent[]): string | null {
  const index = one.findIndex((event, at) => !isDeepStrictEqual(event, other[at]))
  if (index === -1)
    return one.length === other.length
      ? null
      : `one has ${count(one.length, 'step')}, the other ${other.length}`
  return `step ${index + 1} is ${describeEvent(one[index])} in one, ${describeEvent(other[index])} in the other`
}

function describeEvent(event: StepEvent | undefined): string {
  if (!event) return 'missing'
  const outcome = event.error ?? (event.bytes === undefined ? '' : count(event.bytes, 'byte'))
  return `${describeDecision(event)}${outcome === '' ? '' : ` (${outcome})`}`
}
