import { race } from 'onewriter'
import { expect, test } from 'vitest'
import { correct, fixture } from '../support/targets.ts'

test.each([
  ['write-file-atomic', 60],
  // Its rounds take three times as long.
  ['atomically', 20],
])('%s holds', async (name, rounds) => {
  const result = await race(correct(name), { seed: 1, executions: rounds, maxTime: '5m' })
  expect(result).toMatchObject({
    verdict: 'holds',
    executions: rounds,
    violations: [],
    problems: [],
    race: { rounds },
    oracles: {
      parses: 'holds',
      'one-writer': 'holds',
      'reads-whole': 'holds',
      'program-order': 'holds',
      'no-litter': 'holds',
      'acknowledged-survives': 'not-checked',
    },
  })
})

test.each([
  'changes-directory',
  'flushes-on-an-interval',
  'leaves-idle-timers',
  'patches-globals',
  'prints-a-lot',
  'reads-null-prototype-objects',
  'throws-oddities',
])('a target that %s raises no alarm', async (name) => {
  const result = await race(fixture(`${name}.ts`), { readers: 1, seed: 1, executions: 12, maxTime: '5m' })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], race: { rounds: 12 } })
})

test('many writers, sessions and readers are served', async () => {
  const sizes = { writers: 16, calls: 3, sessions: 10, readers: 3 }
  const result = await race(correct('write-file-atomic'), { ...sizes, seed: 1, executions: 3, maxTime: '5m' })
  expect(result).toMatchObject({ verdict: 'holds', problems: [] })
})
