import path from 'node:path'
import { expect, test } from 'vitest'
import { cliResult } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, knownBad } from '../support/targets.ts'

/**
 * Public bug reports about shared files, rebuilt: the mechanism of each, broken and mended. Every row is a command line
 * as a user would type it, with a bound in executions, so that no row depends on how fast the machine is.
 */
const target = (name: string) => path.join(import.meta.dirname, 'targets', `${name}.ts`)
const outputDir = scratchDirectory('reports')

interface Row {
  readonly report: string
  readonly file: string
  readonly options: readonly string[]
}

interface Broken extends Row {
  readonly oracle: string
  /** What the message says: what it is about goes by the name that the user knows. */
  readonly says: RegExp
}

const broken: readonly Broken[] = [
  {
    report: '02: a record and its newline in two appends',
    file: knownBad('appends-in-two'),
    options: ['--executions=300', '--oracle=parses'],
    oracle: 'parses',
    says: /^s\d\.jsonl should hold a complete document/,
  },
  {
    report: '06: a rename over a link',
    file: target('replaces-a-link'),
    options: ['--executions=50'],
    oracle: 'parses',
    says: /^dotfiles\/s1\.json should hold a complete document at the end, but holds no file$/,
  },
  {
    report: '14: not emptied before it is written',
    file: target('leaves-the-old-tail'),
    options: ['--executions=300', '--oracle=parses'],
    oracle: 'parses',
    says: /^s1\.json should hold a complete document at the end, but holds \d+ bytes/,
  },
  {
    report: '18: a copy from the start is saved',
    file: target('saves-what-it-began-with'),
    options: ['--executions=400', '--oracle=not-stale'],
    oracle: 'not-stale',
    says: /^(s\d in )?history\.json (was read|ends) as (the output of w\d record#\d|nothing of this session), although/,
  },
  {
    report: '21: a save that failed counts as done',
    file: target('takes-failure-for-done'),
    options: ['--executions=400', '--faults=errno', '--oracle=no-silent-loss'],
    oracle: 'no-silent-loss',
    says: /saveAndQuit#\d was acknowledged, although/,
  },
]

const mended: readonly Row[] = [
  { report: '02', file: correct('appends-a-line'), options: ['--executions=100'] },
  { report: '06', file: target('follows-a-link'), options: ['--executions=100'] },
  {
    report: '21',
    file: target('tries-again-after-failure'),
    options: ['--executions=150', '--faults=errno'],
  },
]

/** Time enough on any machine. */
const common = ['--seed=1', '--max-time=10m', `--output-dir=${outputDir}`]

test.each(broken)('report $report: violated', async ({ file, options, oracle, says }) => {
  const { exitCode, result } = await cliResult('explore', file, ...options, ...common)
  expect({ exitCode, verdict: result.verdict }).toEqual({ exitCode: 1, verdict: 'violated' })
  const [violation] = result.violations
  expect(violation?.oracle).toBe(oracle)
  expect(violation?.message).toMatch(says)
  expect(violation?.replayFile).not.toBeNull()
})

test.each(mended)('report $report, mended: holds', async ({ file, options }) => {
  const { exitCode, result } = await cliResult('explore', file, ...options, ...common)
  expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [] })
  expect(exitCode).toBe(0)
})

test('report 17: what another program does is no accusation', async () => {
  const file = target('starts-a-program-of-its-own')
  const { exitCode, result } = await cliResult('explore', file, '--executions=4', ...common)
  expect({ exitCode, violations: result.violations }).toEqual({ exitCode: 3, violations: [] })
  expect(result.escapes).toContain('child process: spawn(python3)')
})
