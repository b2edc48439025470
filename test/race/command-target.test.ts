import { race } from 'onewriter'
import { expect, test } from 'vitest'
import { fixture } from '../support/targets.ts'

const workload = { writers: 3, calls: 2, sessions: 1, readers: 1, seed: 1 }

test('a shell script that writes in place is caught', async () => {
  const options = { ...workload, oracle: ['reads-whole'], executions: 300, maxTime: '45s' }
  expect(await race(fixture('shell-in-place.ts'), options)).toMatchObject({
    verdict: 'violated',
    violations: [{ oracle: 'reads-whole' }],
    problems: [],
  })
})

test('a shell script that renames holds, and its calls keep their order un-awaited', async () => {
  expect(await race(fixture('shell-by-rename.ts'), { ...workload, executions: 25 })).toMatchObject({
    verdict: 'holds',
    oracles: { 'program-order': 'holds', 'no-litter': 'holds' },
    problems: [],
  })
})
