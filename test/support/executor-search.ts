import type { Executor } from '../../harness/controller/executor.ts'
import type { Workload } from '../../harness/model/workload.ts'
import type { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { searchWithExecutor } from '../../scripts/proof/executor-search.ts'

export { searchWithExecutor }

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
