import type { Executor } from '../../harness/controller/executor.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { judge, memoryOf, oracles } from '../../harness/oracles/index.ts'
import type { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import type { Unreduced } from './unreduced.ts'

const names = oracles.map(({ name }) => name)

/** Everything that any execution of a search shows. */
export function searchWithExecutor(
  executor: Executor,
  workload: Workload,
  strategy: Exhaustive | Unreduced,
): string[] {
  const found = new Set<string>()
  while (!strategy.isDone) {
    const { record, stuck } = executor.perform({
      workload,
      scheduler: strategy.begin(),
      seed: 1,
      memoryOf: (soFar) => memoryOf(soFar, names),
    })
    found.add(`ends as ${JSON.stringify(record.finals)} ${stuck}`)
    for (const { oracle, verdict } of judge(record, names))
      if (verdict === 'violated') found.add(`violates ${oracle}`)
  }
  return [...found].toSorted()
}
