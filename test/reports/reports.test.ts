import path from 'node:path'
import { expect, test } from 'vitest'
import { broken, mended } from '../../scripts/reports/rows.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

/** `npm run proof -- --only=reports` has the same rows as command lines, with all that a user gets of them. */
const target = (name: string) => path.join(import.meta.dirname, 'targets', `${name}.ts`)
const below = (file: string) => path.join(import.meta.dirname, '..', file)
const common = { seed: 1, outputDir: scratchDirectory('reports') }

test.each(broken)('report $report: violated', async ({ file, options, oracle, says }) => {
  // Others may be broken in the same execution.
  const asked = { ...common, ...options, oracle: [oracle] }
  const { verdict, problems, violations } = await exploreHere(below(file), asked, { once: true })
  expect({ verdict, problems }).toEqual({ verdict: 'violated', problems: [] })
  const [violation] = violations
  expect(violation).toMatchObject({ oracle, reproduced: { times: 1, of: 1 } })
  expect(violation?.message).toMatch(says)
})

/** The broken writers beside these, asked in the same way, are found within half of that. */
const mostExecutions = 50

test.each(mended)('report $report, mended: holds', async ({ file, options }) => {
  const { executions } = options
  const fewer = typeof executions === 'number' && { executions: Math.min(executions, mostExecutions) }
  const result = await exploreHere(below(file), { ...common, ...options, ...fewer })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [] })
})

test('report 17: what another program does is no accusation', async () => {
  const file = target('starts-a-program-of-its-own')
  const result = await exploreHere(file, { executions: 4, ...common })
  expect(result).toMatchObject({ verdict: 'inconclusive', violations: [] })
  expect(result.escapes).toContain('child process: spawn(python3)')
})

test('a probe: one of two plain writers is killed, and nothing is said to lead to two states', async () => {
  const size = { writers: 2, calls: 1, sessions: 1, executions: 30 }
  const options = { ...size, strategy: 'exhaustive', ...common } as const
  const result = await exploreHere(target('writes-two-plain-files'), { ...options, faults: ['kill'] })
  expect(result).toMatchObject({ problems: [], violations: [], faults: { kill: expect.any(Number) } })
})

test('a probe: whoever asks which processes are alive sees writers alone', async () => {
  const options = { executions: 20, oracle: ['calls-succeed'], ...common }
  const result = await exploreHere(target('asks-who-is-alive'), options)
  expect(result).toMatchObject({ verdict: 'holds', problems: [], rejections: { calls: 0 } })
})
