import type { Executor } from '../../harness/controller/executor.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { judge, memoryOf, oracles } from '../../harness/oracles/index.ts'
import type { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import type { Unreduced } from './unreduced.ts'

const names = oracles.map(({ name }) => name)

/** By writer, the operations that it calls; `+` marks one that is not awaited. */
export function workloadOf(...writers: readonly string[]): Workload {
  const plans = writers.map((operations, writer) =>
    operations.split(' ').map((operation, call) => ({
      operation: operation.replace('+', ''),
      session: 's1',
      payloadBytes: 24 * (1 + writer + 2 * call),
      awaited: !operation.endsWith('+'),
    })),
  )
  return { writers: plans, readers: 0 }
}

/** Searches as `exhaust` does: anew, once somebody looks at times of files, which tell states apart from then on. */
export function searchAnew(executor: Executor, workload: Workload, begun: () => Exhaustive): string[] {
  for (;;) {
    const { seesTimes } = executor
    const search = begun()
    try {
      const found = searchWithExecutor(executor, workload, search)
      if (executor.seesTimes === seesTimes) return found
    } catch (error) {
      // Two executions with two kinds of names.
      if (executor.seesTimes === seesTimes) throw error
    }
  }
}

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
