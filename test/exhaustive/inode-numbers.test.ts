import { expect, test } from 'vitest'
import { seedOf } from '../../harness/model/seed.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { random } from '../../harness/strategies/random.ts'
import { withExecutor } from '../support/with-executor.ts'
import { searchWithExecutor, workloadOf } from '../support/executor-search.ts'
import { fixture } from '../support/targets.ts'

const samples = 60

test('what compares inode numbers does nothing that a search through all states has not seen', async () => {
  const workload = workloadOf('write', 'write')
  const [found, sampled] = await withExecutor(fixture('compares-inode-numbers.ts'), (executor) => {
    const search = searchWithExecutor(executor, workload, new Exhaustive({ boundedPasses: 0 }))
    const ends = Array.from({ length: samples }, (_, index) => {
      const scheduler = random.begin(seedOf(1, index), 20)
      const { record, stuck } = executor.perform({ workload, scheduler, seed: 1 })
      return `ends as ${JSON.stringify(record.finals)} ${stuck}`
    })
    return [search, [...new Set(ends)]] as const
  })
  expect(sampled.filter((end) => !found.includes(end))).toEqual([])
  expect(sampled.length).toBeGreaterThan(1)
})
