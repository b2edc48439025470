import type { Execution } from '../../harness/controller/execute/execution.ts'
import type { Executor } from '../../harness/controller/executor.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { judge, memoryOf, oracles } from '../../harness/oracles/index.ts'
import type { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import type { Unreduced } from './unreduced.ts'

const names = oracles.map(({ name }) => name)

/**
 * How an execution ends, and the oracles that it violates.
 *
 * @param told what of the contents is told, as JSON.stringify takes it; default: all
 */
export function* shownBy(
  { record, stuck }: Pick<Execution, 'record' | 'stuck'>,
  told?: (key: string, value: unknown) => unknown,
): Generator<string> {
  yield `ends as ${JSON.stringify(record.finals, told)} ${stuck}`
  for (const { oracle, verdict } of judge(record, names))
    if (verdict === 'violated') yield `violates ${oracle}`
}

/** Everything that any execution of a search shows. */
export function searchWithExecutor(
  executor: Executor,
  workload: Workload,
  strategy: Exhaustive | Unreduced,
): string[] {
  const found = new Set<string>()
  while (!strategy.isDone) {
    const execution = executor.perform({
      workload,
      scheduler: strategy.begin(),
      seed: 1,
      memoryOf: (soFar) => memoryOf(soFar, names),
    })
    for (const each of shownBy(execution)) found.add(each)
  }
  return [...found].toSorted()
}
