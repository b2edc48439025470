import { expect, test } from 'vitest'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { onStage } from '../support/on-stage.ts'
import { searchOnStage, workloadOf } from '../support/stage-search.ts'
import { correct, knownBad } from '../support/targets.ts'

/** A process that flushes while all that it has begun is in flight, and another that writes the same file. */
test.each(['snapshot', 'export', 'flush'])(
  'the exporter withstands snapshot, export and a flush at once beside a %s, however they interleave',
  async (other) => {
    const strategy = new Exhaustive({ boundedPasses: 0 })
    const workload = workloadOf('snapshot+ export+ flush', other)
    const facts = { byteExact: false, customRead: true }
    const found = await onStage(
      correct('exporter'),
      (stage) => searchOnStage(stage, workload, strategy),
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
  const found = await onStage(knownBad('snapshot-after-flush'), (stage) =>
    searchOnStage(stage, workload, search),
  )
  expect(found).toContain('violates program-order')
})
