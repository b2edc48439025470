import { afterEach, expect, test } from 'vitest'
import type { Choice } from '../../harness/model/schedule.ts'
import type { Strategy } from '../../harness/model/strategy.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { pct } from '../../harness/strategies/pct.ts'
import { pos } from '../../harness/strategies/pos.ts'
import { random } from '../../harness/strategies/random.ts'
import { medianOf, plan, TestStage } from '../support/stage.ts'
import { correct, knownBad } from '../support/targets.ts'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
const strategies = { random: [random], pct: [pct(2), pct(3)], pos: [pos] }
const names = Object.keys(strategies) as (keyof typeof strategies)[]
const torn: readonly OracleName[] = ['parses', 'one-writer']

let stage: TestStage
afterEach(() => stage.close())

/** By the median seed, how many executions it takes. */
function medianToFind(
  target: string,
  workload: Workload,
  name: keyof typeof strategies,
  oracles: readonly OracleName[],
): number {
  stage = new TestStage(target)
  const search = { strategies: strategies[name], limit: 201, oracles }
  return medianOf(seeds.map((seed) => stage.findsAfter(workload, { ...search, seed })))
}

const tearing: Workload = { writers: [[plan('export', 40)], [plan('export', 9)]], readers: 0 }

test.each(names)('two writers in place tear the final file: %s finds it within 10 executions', (name) => {
  expect(medianToFind(knownBad('in-place'), tearing, name, torn)).toBeLessThanOrEqual(10)
})

/** Whoever opened the file before the rename writes to one that nobody will see: only later exports tear it. */
const besideRename: Workload = {
  writers: [
    [plan('export', 40), plan('export', 14)],
    [plan('export', 9), plan('export', 33)],
    [plan('snapshot', 25)],
  ],
  readers: 0,
}

test.each(names)('beside one that renames, %s finds it within 100', (name) => {
  expect(medianToFind(knownBad('in-place-beside-rename'), besideRename, name, torn)).toBeLessThanOrEqual(100)
})

const inFlight = [
  ['snapshot', 'snapshot-after-flush'],
  ['export', 'export-after-flush'],
] as const

test.each(names.flatMap((name) => inFlight.map(([operation, target]) => [name, operation, target] as const)))(
  '%s finds a late rename of %s over a crash flush within 200',
  (name, operation, target) => {
    const calls = [plan(operation, 25, { awaited: false }), plan('flush', 9)]
    const workload = { writers: [calls], readers: 0 }
    expect(medianToFind(knownBad(target), workload, name, ['program-order'])).toBeLessThanOrEqual(200)
  },
)

test.each(inFlight)('the exporter withstands a crash flush beside %s', async (operation) => {
  const facts = { byteExact: false, customRead: true }
  stage = new TestStage(correct('exporter'), facts)
  const calls = [plan(operation, 25, { awaited: false }), plan('flush', 9)]
  const search = {
    strategies: [pos, random, pct(2)],
    limit: 200,
    oracles: [...torn, 'program-order'] as const,
  }
  expect(stage.findsAfter({ writers: [calls], readers: 0 }, { ...search, seed: 1 })).toBe(Infinity)
})

test('a scheduler that always takes the first step is blind, and a search that uses it finds nothing', () => {
  const first: Strategy = {
    name: 'first',
    begin: () => ({ choose: ({ choices: [choice] }) => ({ choice: choice as Choice }) }),
  }
  stage = new TestStage(knownBad('in-place'))
  const search = { strategies: [first], limit: 50, oracles: torn, seed: 1 }
  expect(stage.findsAfter(tearing, search)).toBe(Infinity)
})
