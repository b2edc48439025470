import { expect, test } from 'vitest'
import { combine } from '../../harness/engine/check/combine.ts'
import { mergeResults } from '../../harness/engine/merge.ts'
import { addTurn } from '../../harness/engine/soak/sum.ts'
import { inconclusive } from '../../harness/model/conclude.ts'
import { UsageError } from '../../harness/model/errors.ts'
import type { RunFacts, Result, Violated } from '../../harness/model/result.ts'
import { explored, holds, raced, result } from '../support/result.ts'

const shard = (index: number, rest: Partial<RunFacts> = {}, count = 2): Result => ({
  ...result,
  shard: `${index}/${count}`,
  oracles: { parses: 'holds' },
  ...holds,
  ...rest,
})
const violated = (one: Result, found: Partial<Violated> = {}): Result => ({
  ...one,
  verdict: 'violated',
  firstViolation: null,
  violations: [],
  problems: [],
  ...found,
})
const merged = (...results: Result[]) =>
  mergeResults(Object.fromEntries(results.map((each, index) => [`${'abc'[index]}.json`, each])))
const part = { writers: 2, calls: 1, sessions: 1, faults: [], executions: 10, states: 7 }

test('what was done adds up, and takes as long as the slowest', () => {
  const race = { rounds: 3, overlappingRounds: 1, startSkewMicros: { p50: 5, p99: 50 } }
  const seen = { 'parses/unreadable': 2 }
  const one = shard(1, { executions: 5, steps: 10, elapsedMs: 100, faults: { kill: 1 }, race, seen })
  const other = shard(2, {
    executions: 6,
    steps: 20,
    elapsedMs: 70,
    faults: { kill: 2, errno: 1 },
    escapes: ['x'],
    seen: { 'parses/unreadable': 3, 'no-litter/file': 1 },
  })
  expect(merged(one, other)).toMatchObject({
    verdict: 'holds',
    shard: '1/1',
    executions: 11,
    steps: 30,
    elapsedMs: 100,
    faults: { kill: 3, errno: 1 },
    escapes: ['x'],
    seen: { 'parses/unreadable': 5, 'no-litter/file': 1 },
    race: { rounds: 6, overlappingRounds: 3, startSkewMicros: { p50: 10, p99: 50 } },
  })
})

test('violated in one is violated; the same defect is told once, by its smallest counterexample', () => {
  const parses = { parses: 'violated' } as const
  const first = { execution: 9, elapsedMs: 1 }
  const one = violated(shard(1, { oracles: parses }), { violations: [explored], firstViolation: first })
  const smaller = { ...explored, writers: 1 }
  const other = { ...raced, signature: 'parses/foreign' }
  const two = violated(shard(2, { oracles: { parses: 'not-checked', 'no-litter': 'holds' } }), {
    violations: [smaller, other],
    firstViolation: { execution: 4, elapsedMs: 2 },
  })
  expect(merged(one, two)).toMatchObject({
    verdict: 'violated',
    oracles: { parses: 'violated', 'no-litter': 'holds' },
    violations: [smaller, other],
    firstViolation: { execution: 4 },
  })
})

test('a space is exhausted only where the parts of all shards add up to it', () => {
  const parts = (workloads: number) => ({ parts: [{ ...part, workloads, of: 3 }] })
  const whole = [{ ...part, executions: 20, states: 14 }]
  expect(merged(shard(1, parts(2)), shard(2, parts(1))).exhausted).toEqual(whole)
  expect(merged(shard(1, parts(2)), shard(2, parts(0))).exhausted).toEqual([])
  expect(merged(shard(1, parts(2)), shard(2, { parts: [] })).exhausted).toEqual([])
  expect(merged(shard(1, parts(2))).exhausted).toEqual([])
  expect('parts' in merged(shard(1, parts(2)), shard(2, parts(1)))).toBe(false)
})

test('a shard that is missing or inconclusive leaves nothing to be called holds', () => {
  expect(merged(shard(1, {}, 3), shard(3, {}, 3))).toMatchObject({
    verdict: 'inconclusive',
    shard: '1,3/3',
    problems: [{ message: 'the result of shard 2/3 is missing' }],
  })
  expect(merged(shard(1), { ...shard(2), ...inconclusive([]) }).verdict).toBe('inconclusive')
  const one = violated(shard(2, { oracles: { parses: 'violated' } }, 3))
  expect(merged(one).verdict).toBe('violated')
})

test.each<[string, Result, RegExp]>([
  [
    'a seed',
    shard(2, { seed: 1 }),
    /a.json and b.json: .* seed is 42 .* and 1 .*; give every shard the same --seed/,
  ],
  ['a target', shard(2, { targetPath: 'other.ts' }), /targetPath is test\/my-writer.ts in one and other.ts/],
  ['a command', shard(2, { command: 'explore' }), /command is race in one and explore in the other/],
  ['a count of shards', shard(2, {}, 3), /expected shards of one run, got 1\/2 and 2\/3/],
  ['a shard twice', shard(1), /a.json and b.json: expected each shard once, both are 1\/2/],
])('%s that does not fit is refused', (_what, other, message) => {
  expect(() => merged(shard(1), other)).toThrow(UsageError)
  expect(() => merged(shard(1), other)).toThrow(message)
})

const struck = (neverStruck: string[], faultsByOperation: Result['faultsByOperation'] = {}) => ({
  faults: { errno: 1 },
  neverStruck,
  faultsByOperation,
})

// What a part never met it does not name; what it met and never struck, another part may have struck.
const neverStruckByParts: [Partial<Result>, Partial<Result>, string[] | undefined][] = [
  [struck(['rename EXDEV', 'open EIO']), struck(['open EIO']), ['open EIO', 'rename EXDEV']],
  [struck(['rename EXDEV', 'open EIO']), struck([], { rename: { EXDEV: 3 } }), ['open EIO']],
  [struck([], { open: { EIO: 1 } }), struck(['open EIO', 'open EACCES']), ['open EACCES']],
  [struck(['open EIO']), struck([], { rename: { EIO: 1 } }), ['open EIO']],
  // A race takes no faults, and says nothing of them.
  [struck(['open EIO']), {}, ['open EIO']],
  [{}, {}, undefined],
]

test.each(neverStruckByParts)(
  'an error never struck is one that no part has struck: %j and %j',
  (one, other, never) => {
    const added = [merged(shard(1, one), shard(2, other)), merged(shard(1, other), shard(2, one))]
    added.push(addTurn(shard(1, one), shard(1, other)), combine(shard(1, other), shard(1, one)))
    for (const { neverStruck } of added) expect(neverStruck).toEqual(never)
  },
)

test('phases of one check share a clock: what the race has found first was found then', () => {
  const oracles = { parses: 'violated' } as const
  const exploring = shard(1, { oracles, executions: 7, elapsedMs: 5000 })
  const before = violated(exploring, { firstViolation: { execution: 6, elapsedMs: 4000 } })
  const racing = shard(1, { oracles, elapsedMs: 6000 })
  const after = violated(racing, { firstViolation: { execution: 2, elapsedMs: 3000 } })
  expect(combine(before, after).firstViolation).toEqual({ execution: 9, elapsedMs: 3000 })
  const none = violated(exploring)
  expect(combine(none, after).firstViolation).toEqual({ execution: 9, elapsedMs: 3000 })
  expect(combine(before, shard(1)).firstViolation).toEqual(before.firstViolation)
})

test('what was interrupted in part was interrupted', () => {
  expect(merged(shard(1, { interrupted: true }), shard(2))).toMatchObject({
    verdict: 'holds',
    interrupted: true,
  })
  expect(merged(shard(1), shard(2))).not.toHaveProperty('interrupted')
})

test('an empty shard says so, and takes nothing from what the others have found', () => {
  const parts = [{ ...part, workloads: 1, of: 1 }]
  const nothing = { executions: 0, oracles: { parses: 'not-checked' }, parts: [], emptyShard: true } as const
  const empty = (index: number) => ({ ...shard(index, nothing, 3), ...inconclusive([]) })
  const whole = merged(shard(1, { parts }, 3), empty(2), empty(3))
  expect(whole).toMatchObject({ verdict: 'holds', shard: '1/1', exhausted: [part], problems: [] })
  expect(whole).not.toHaveProperty('emptyShard')
  // Where all are empty, nothing was checked; and one that is missing is no empty one.
  expect(merged(empty(1), empty(2), empty(3))).toMatchObject({ verdict: 'inconclusive', emptyShard: true })
  expect(merged(shard(1, { parts }, 3), empty(2)).verdict).toBe('inconclusive')
})
