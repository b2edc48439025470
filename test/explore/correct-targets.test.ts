import { explore } from 'onewriter'
import { expect, test } from 'vitest'
import type { OracleName } from '../../harness/model/verdict.ts'
import { correct } from '../support/targets.ts'

const whole: OracleName[] = ['parses', 'one-writer', 'no-litter']

test.each([
  ['exporter', [...whole, 'reads-whole', 'program-order']],
  ['atomic-write', [...whole, 'reads-whole', 'program-order']],
  ['write-file-atomic', whole],
  ['atomically', whole],
] as const)('%s raises no alarm', async (name, oracle) => {
  const options = { writers: 3, calls: 2, sessions: 1, oracle: [...oracle] }
  const result = await explore(correct(name), { ...options, seed: 1, executions: 250 })
  expect(result).toMatchObject({
    verdict: 'holds',
    executions: 250,
    oracles: Object.fromEntries(oracle.map((each) => [each, 'holds'])),
    firstViolation: null,
    violations: [],
    escapes: [],
    problems: [],
  })
})

test('many writers, calls and sessions are served', async () => {
  const sizes = { writers: 12, calls: 4, sessions: 5 }
  const result = await explore(correct('atomic-write'), { ...sizes, seed: 1, executions: 4 })
  expect(result).toMatchObject({ verdict: 'holds', executions: 4, problems: [] })
})
