import type { Workload } from '../../harness/model/workload.ts'
import { areTimed, judge, memoryOf, oracles } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { plan, TestExecutor } from './test-executor.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

const names = oracles.map(({ name }) => name)
const inFlight = [plan('snapshot', 25, { awaited: false }), plan('export', 40, { awaited: false })]
const flush = plan('flush', 9)

/** What one writer does beside another that makes one call, and whether all of it can be searched. */
const programs = [
  { name: 'snapshot, export and flush at once', calls: [...inFlight, flush], isSmall: true },
  {
    // While the other session is waited for, what is in flight gets as far as it may before the flush strikes.
    name: 'the same, once another session is written',
    calls: [...inFlight, plan('snapshot', 14, { session: 's2' }), flush],
    isSmall: false,
  },
]

/** As far as what is too large to be searched is searched. */
const limitMillis = 60_000

/** A crash flush and what is in flight, beside a second writer: every inequivalent interleaving, or as far as time goes. */
export async function exhaustFlushes(exporter: string, row: Row): Promise<void> {
  console.log(
    '\nthe exporter, every interleaving of a crash flush with what is in flight, beside a second writer',
  )
  const executor = new TestExecutor(exporter, { byteExact: false, customRead: true })
  for (const { name, calls, isSmall } of programs)
    for (const other of isSmall ? ['snapshot', 'export', 'flush'] : ['flush']) {
      const workload: Workload = { writers: [calls, [plan(other, 60)]], readers: 0 }
      const search = new Exhaustive({ boundedPasses: 0 })
      const wrong = new Set<string>()
      const started = performance.now()
      const end = isSmall ? Infinity : started + limitMillis
      while (!search.isDone && performance.now() < end) {
        const { record, stuck, escapes } = executor.executor.perform({
          workload,
          scheduler: search.begin(),
          seed: 1,
          isTimed: areTimed(names),
          memoryOf: (soFar) => memoryOf(soFar, names),
        })
        for (const reason of [...escapes, ...(stuck === null ? [] : [stuck])]) wrong.add(reason)
        for (const { oracle, verdict } of judge(record, names)) if (verdict === 'violated') wrong.add(oracle)
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      const size = `${search.executions} executions, ${search.graph.nodes.length} states, ${seconds} s${search.isDone ? '' : ', not exhausted'}`
      row(wrong.size === 0, `${name}, beside ${other}`, [size, ...wrong].join('; '))
    }
  await executor.close()
}
