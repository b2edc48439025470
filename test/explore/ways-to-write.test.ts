import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pos } from '../../harness/strategies/pos.ts'
import { random } from '../../harness/strategies/random.ts'
import { plan, TestExecutor } from '../../scripts/proof/test-executor.ts'
import { exploreHere } from '../support/explore-here.ts'
import { takeOneCore } from '../support/one-core.ts'
import { fixture, knownBad } from '../support/targets.ts'

takeOneCore()

const operations = [
  'truncate',
  'append',
  'positions',
  'stream',
  'copy',
  'url',
  'buffer',
  'relative',
  'descriptor',
  'hardLink',
  'symbolicLink',
  'throughDirectory',
  'deferred',
  'aborted',
]
const search = { strategies: [pos, random], seed: 1, limit: 200, oracles: ['parses', 'one-writer'] as const }

describe('two writers in place', () => {
  let executor: TestExecutor
  beforeAll(() => {
    executor = new TestExecutor(knownBad('many-ways-in-place'))
  })
  afterAll(() => executor.close())

  test.each(operations)('are found, whichever way they go: %s', (operation) => {
    const writers = [[plan(operation, 40)], [plan(operation, 9)]]
    expect(executor.findsAfter({ writers, readers: 0 }, search)).toBeLessThanOrEqual(200)
  })

  test('are found although each has calls of the other sort in flight', () => {
    const others = ['url', 'hardLink', 'deferred'].map((operation) => plan(operation, 14, { awaited: false }))
    const writers = [
      [...others, plan('stream', 40)],
      [plan('descriptor', 9), ...others],
    ]
    expect(executor.findsAfter({ writers, readers: 0 }, search)).toBeLessThanOrEqual(200)
  })
})

test('to rename a whole file is right, whichever way it is filled', async () => {
  const options = { writers: 3, calls: 3, sessions: 2, seed: 1, executions: 100 }
  expect(await exploreHere(fixture('many-ways-to-rename.ts'), options)).toMatchObject({
    verdict: 'holds',
    executions: 100,
    oracles: {
      parses: 'holds',
      'one-writer': 'holds',
      'reads-whole': 'holds',
      'program-order': 'holds',
      'not-stale': 'holds',
      'no-litter': 'holds',
    },
    escapes: [],
    problems: [],
  })
})

describe('a file behind a symbolic link', () => {
  let executor: TestExecutor
  beforeAll(() => {
    executor = new TestExecutor(fixture('lies-behind-a-symbolic-link.ts'), { byteExact: false })
  })
  afterAll(() => executor.close())
  const oracles = ['parses', 'one-writer', 'reads-whole'] as const

  test('is watched: swapping the link is right', () => {
    const writers = [[plan('swap', 40)], [plan('swap', 9), plan('swap', 3)]]
    expect(executor.findsAfter({ writers, readers: 0 }, { ...search, limit: 60, oracles })).toBe(Infinity)
    expect(executor.perform({ writers, readers: 0 }, pos.begin(1, 20))).toMatchObject({
      escapes: [],
      uncontrolled: [],
    })
  })

  test('is watched: writing through it is found', () => {
    const writers = [[plan('inPlace', 40)], [plan('inPlace', 9)]]
    expect(executor.findsAfter({ writers, readers: 0 }, search)).toBeLessThanOrEqual(200)
    expect(executor.perform({ writers, readers: 0 }, pos.begin(1, 20))).toMatchObject({
      escapes: [],
      uncontrolled: [],
    })
  })
})
