import { afterAll, expect, test } from 'vitest'
import { cases, crashFlush, seeds, strategies, strategyNames } from '../../scripts/proof/cases.ts'
import { TestExecutor } from '../../scripts/proof/test-executor.ts'
import type { Choice } from '../../harness/model/schedule.ts'
import type { Strategy } from '../../harness/model/strategy.ts'
import { takeOneCore } from '../support/one-core.ts'
import { correct, knownBad } from '../support/targets.ts'

takeOneCore()

/** By target: its writers serve every search of it. */
const executors = new Map<string, TestExecutor>()
afterAll(() => Promise.all([...executors.values()].map((executor) => executor.close())))

function executorOf(target: string, facts: ConstructorParameters<typeof TestExecutor>[1] = {}): TestExecutor {
  const executor = executors.get(target) ?? new TestExecutor(target, facts)
  executors.set(target, executor)
  return executor
}

/** Those that take most executions, each for the one strategy that is asked here: none, where another case is harder. */
const hardest: Readonly<Record<string, string | null>> = {
  'the same beside one that renames': null,
  'the same, with one call each': 'pos',
  'a crash flush just before a rename': 'pct',
}

/** `npm run proof -- --only=find` has them all, with all strategies and seeds. */
const pairs = strategyNames.flatMap((name) =>
  cases
    .filter((each) => (hardest[each.name] === undefined ? true : hardest[each.name] === name))
    .map((each) => [name, each.name, each.within, each] as const),
)

/** Whether the median is: more than half of the seeds find it in time. No further seed is asked once that is known. */
function isMedianWithin(within: number, findsAfter: (seed: number) => number): boolean {
  let inTime = 0
  let late = 0
  for (const seed of seeds) {
    if (findsAfter(seed) <= within) inTime += 1
    else late += 1
    if (inTime > seeds.length / 2) return true
    if (late >= seeds.length / 2) return false
  }
  throw new Error('expected the seeds to tell')
}

test.each(pairs)('%s finds %s within %i executions', (name, _what, within, { target, workload, oracles }) => {
  const executor = executorOf(knownBad(target))
  const search = { strategies: strategies[name], limit: within + 1, oracles }
  expect(isMedianWithin(within, (seed) => executor.findsAfter(workload, { ...search, seed }))).toBe(true)
})

test.each(['snapshot', 'export'])('the exporter withstands a crash flush beside its %s', (operation) => {
  const executor = executorOf(correct('exporter'), { byteExact: false, customRead: true })
  const oracles = ['parses', 'one-writer', 'program-order', 'issue-order', 'no-litter'] as const
  const search = { strategies: Object.values(strategies).flat(), limit: 200, oracles, seed: 1 }
  expect(executor.findsAfter(crashFlush(operation), search)).toBe(Infinity)
})

test('a scheduler that always takes the first step is blind: the figures above are those of the strategies', () => {
  const first: Strategy = {
    name: 'first',
    begin: () => ({ choose: ({ choices: [choice] }) => ({ choice: choice as Choice }) }),
  }
  const [inPlace] = cases
  const executor = executorOf(knownBad('in-place'))
  const search = { strategies: [first], limit: 50, oracles: inPlace?.oracles ?? [], seed: 1 }
  expect(inPlace && executor.findsAfter(inPlace.workload, search)).toBe(Infinity)
})
