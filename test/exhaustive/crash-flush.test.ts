import { expect, test } from 'vitest'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { withExecutor } from '../support/with-executor.ts'
import { searchWithExecutor, workloadOf } from '../support/executor-search.ts'
import { correct, knownBad } from '../support/targets.ts'

/** A process that flushes while all that it has begun is in flight, and another that writes the same file. */
test.each(['snapshot', 'export', 'flush'])(
  'the exporter withstands snapshot, export and a flush at once beside a %s, however they interleave',
  async (other) => {
    const strategy = new Exhaustive({ boundedPasses: 0 })
    const workload = workloadOf('snapshot+ export+ flush', other)
    const facts = { byteExact: false, customRead: true }
    const found = await withExecutor(
      correct('exporter'),
      (executor) => searchWithExecutor(executor, workload, strategy),
      facts,
    )
    expect(found.filter((each) => !/^ends as .* null$/.test(each))).toEqual([])
    expect(strategy).toMatchObject({ isDone: true, broken: null })
    expect(strategy.executions).toBeGreaterThan(1)
  },
)

test('one whose snapshots come late does not', async () => {
  const workload = workloadOf('snapshot+ flush', 'flush')
  const search = new Exhaustive({ boundedPasses: 0 })
  const found = await withExecutor(knownBad('snapshot-after-flush'), (executor) =>
    searchWithExecutor(executor, workload, search),
  )
  expect(found).toContain('violates program-order')
})
