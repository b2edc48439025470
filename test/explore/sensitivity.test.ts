import { afterEach, expect, test } from 'vitest'
import { cases, crashFlush, seeds, strategies, strategyNames } from '../../scripts/proof/cases.ts'
import { medianOf, TestExecutor } from '../../scripts/proof/test-executor.ts'
import type { Choice } from '../../harness/model/schedule.ts'
import type { Strategy } from '../../harness/model/strategy.ts'
import { correct, knownBad } from '../support/targets.ts'

let executor: TestExecutor
afterEach(() => executor.close())

const pairs = strategyNames.flatMap((name) =>
  cases.map((each) => [name, each.name, each.within, each] as const),
)

test.each(pairs)('%s finds %s within %i executions', (name, _what, within, { target, workload, oracles }) => {
  executor = new TestExecutor(knownBad(target))
  const search = { strategies: strategies[name], limit: within + 1, oracles }
  const found = seeds.map((seed) => executor.findsAfter(workload, { ...search, seed }))
  expect(medianOf(found)).toBeLessThanOrEqual(within)
})

test.each(['snapshot', 'export'])('the exporter withstands a crash flush beside its %s', (operation) => {
  executor = new TestExecutor(correct('exporter'), { byteExact: false, customRead: true })
  const oracles = ['parses', 'one-writer', 'program-order', 'issue-order', 'no-litter'] as const
  const search = { strategies: Object.values(strategies).flat(), limit: 300, oracles, seed: 1 }
  expect(executor.findsAfter(crashFlush(operation), search)).toBe(Infinity)
})

test('a scheduler that always takes the first step is blind: the figures above are those of the strategies', () => {
  const first: Strategy = {
    name: 'first',
    begin: () => ({ choose: ({ choices: [choice] }) => ({ choice: choice as Choice }) }),
  }
  const [inPlace] = cases
  executor = new TestExecutor(knownBad('in-place'))
  const search = { strategies: [first], limit: 50, oracles: inPlace?.oracles ?? [], seed: 1 }
  expect(inPlace && executor.findsAfter(inPlace.workload, search)).toBe(Infinity)
})
