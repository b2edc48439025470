import { afterEach, expect, test } from 'vitest'
import { cases, crashFlush, seeds, strategies, strategyNames } from '../../scripts/proof/cases.ts'
import { medianOf, TestStage } from '../../scripts/proof/test-stage.ts'
import type { Choice } from '../../harness/model/schedule.ts'
import type { Strategy } from '../../harness/model/strategy.ts'
import { correct, knownBad } from '../support/targets.ts'

let stage: TestStage
afterEach(() => stage.close())

const pairs = strategyNames.flatMap((name) =>
  cases.map((each) => [name, each.name, each.within, each] as const),
)

test.each(pairs)('%s finds %s within %i executions', (name, _what, within, { target, workload, oracles }) => {
  stage = new TestStage(knownBad(target))
  const search = { strategies: strategies[name], limit: within + 1, oracles }
  const found = seeds.map((seed) => stage.findsAfter(workload, { ...search, seed }))
  expect(medianOf(found)).toBeLessThanOrEqual(within)
})

test.each(['snapshot', 'export'])('the exporter withstands a crash flush beside its %s', (operation) => {
  stage = new TestStage(correct('exporter'), { byteExact: false, customRead: true })
  const oracles = ['parses', 'one-writer', 'program-order', 'issue-order', 'no-litter'] as const
  const search = { strategies: Object.values(strategies).flat(), limit: 300, oracles, seed: 1 }
  expect(stage.findsAfter(crashFlush(operation), search)).toBe(Infinity)
})

test('a scheduler that always takes the first step is blind: the figures above are those of the strategies', () => {
  const first: Strategy = {
    name: 'first',
    begin: () => ({ choose: ({ choices: [choice] }) => ({ choice: choice as Choice }) }),
  }
  const [inPlace] = cases
  stage = new TestStage(knownBad('in-place'))
  const search = { strategies: [first], limit: 50, oracles: inPlace?.oracles ?? [], seed: 1 }
  expect(inPlace && stage.findsAfter(inPlace.workload, search)).toBe(Infinity)
})
