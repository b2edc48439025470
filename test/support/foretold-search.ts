import type { Executor } from '../../harness/controller/executor.ts'
import { ForetoldSearch } from '../../harness/controller/foretelling/foretold-search.ts'
import type { FaultMenu } from '../../harness/model/strategy.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { judge, memoryOf, oracles } from '../../harness/oracles/index.ts'
import { AsForetold } from '../../harness/strategies/as-foretold.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'

const names = oracles.map(({ name }) => name)

/** What a search of foretold executions shows, and what it took. */
export interface Found {
  readonly shown: readonly string[]
  readonly states: number
  /** Executions that were carried out, to learn from them. */
  readonly taught: number
  readonly foretold: number
}

/** Searches a workload on predictions, until all is done or something cannot be learned. */
export function searchForetold(executor: Executor, workload: Workload, menu: FaultMenu | null = null): Found {
  const search = new Exhaustive({ boundedPasses: 0, reduced: menu === null })
  const request = {
    workload,
    seed: 1,
    memoryOf: (soFar: Parameters<typeof memoryOf>[0]) => memoryOf(soFar, names),
  }
  const foretell = () => executor.foretell({ ...request, isNamed: true })
  const foretold = new ForetoldSearch({ search, menu, faults: menu ? 1 : 0, losesPower: false, foretell })
  const shown = new Set<string>()
  const counts = { taught: 0, foretold: 0 }
  const show = ({ record, stuck }: ReturnType<Executor['perform']>) => {
    shown.add(`ends as ${JSON.stringify(record.finals)} ${stuck}`)
    for (const { oracle, verdict } of judge(record, names))
      if (verdict === 'violated') shown.add(`violates ${oracle}`)
  }
  for (let next = foretold.advance(); next.kind !== 'done'; next = foretold.advance()) {
    if (next.kind === 'ended') {
      counts.foretold += 1
      show(next.execution)
    } else if (next.kind === 'unlearned') {
      counts.taught += 1
      const { lessons } = executor
      show(executor.perform({ ...request, scheduler: new AsForetold(next.schedule, counts.taught) }))
      if (executor.lessons === lessons)
        throw new Error(`nothing was learned of ${next.schedule.length} steps`)
    }
  }
  return { shown: [...shown].toSorted(), states: search.graph.nodes.length, ...counts }
}
