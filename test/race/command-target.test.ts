import { spawnSync } from 'node:child_process'
import { race } from 'onewriter'
import { expect, test } from 'vitest'
import { fixture } from '../support/targets.ts'

const workload = { writers: 3, calls: 2, sessions: 1, readers: 1, seed: 1 }
/** Whatever of these this machine has; a shell is everywhere. */
const languages = [
  ['shell', 'sh', '-c', ':'],
  ['python', 'python3', '-c', ''],
].flatMap(([name = '', program = '', ...args]) => (spawnSync(program, args).status === 0 ? [name] : []))

test.each(languages)('a %s script that writes in place is caught', async (language) => {
  const options = { ...workload, oracle: ['reads-whole'], executions: 300, maxTime: '30s' }
  expect(await race(fixture(`${language}-in-place.ts`), options)).toMatchObject({
    verdict: 'violated',
    violations: [{ oracle: 'reads-whole' }],
    problems: [],
  })
})

test.each(languages)('a %s script that renames holds, its un-awaited calls too', async (language) => {
  const result = await race(fixture(`${language}-by-rename.ts`), { ...workload, executions: 10 })
  expect(result).toMatchObject({
    verdict: 'holds',
    oracles: { 'program-order': 'holds', 'reads-whole': 'holds', 'no-litter': 'holds' },
    problems: [],
  })
})
