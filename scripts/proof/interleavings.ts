import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { everyWorkload } from '../../harness/workload/every-workload.ts'
import { searchWithExecutor } from './executor-search.ts'
import { TestExecutor } from './test-executor.ts'
import { Unreduced } from './unreduced.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

/** Broken writers, and the operations that they have. */
const targets: Readonly<Record<string, readonly string[]>> = {
  'in-place': ['export', 'snapshot'],
  'in-place-beside-rename': ['export', 'snapshot'],
  'fixed-temp-name': ['write'],
  'unlink-before-rename': ['write'],
  'read-modify-append': ['append'],
}

/** Real processes, 2 writers × 1 call: the search finds what every single interleaving shows, in each workload. */
export async function compareInterleavings(knownBad: (name: string) => string, row: Row): Promise<void> {
  console.log('\nbroken writers, 2 × 1: the search beside every single interleaving')
  for (const [name, operations] of Object.entries(targets)) {
    const test = new TestExecutor(knownBad(name))
    for (const workload of everyWorkload({ writers: 2, calls: 1, sessions: 1 }, operations)) {
      const [reduced, unreduced] = [new Exhaustive(), new Unreduced()]
      const expected = searchWithExecutor(test.executor, workload, unreduced).join('; ')
      const found = searchWithExecutor(test.executor, workload, reduced).join('; ')
      const called = workload.writers.map((calls) => calls.map(({ operation }) => operation).join(', '))
      const figure = `${reduced.executions} executions of ${unreduced.executions}`
      row(found === expected, `${name}: ${called.join(' | ')}`, figure)
    }
    await test.close()
  }
}
