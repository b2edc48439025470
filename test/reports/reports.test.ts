import path from 'node:path'
import { expect, test } from 'vitest'
import { cliResult } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture, knownBad } from '../support/targets.ts'

/**
 * Public bug reports about shared files, rebuilt: the mechanism of each, broken and mended. Every row is a command line
 * as a user would type it, with a bound in executions, so that no row depends on how fast the machine is.
 */
const target = (name: string) => path.join(import.meta.dirname, 'targets', `${name}.ts`)
const outputDir = scratchDirectory('reports')

const two = ['--writers=2', '--calls=1']
const exhaustive = ['--strategy=exhaustive']
const one = ['--writers=1', '--calls=1', '--sessions=1']

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
    options: ['--executions=300'],
    oracle: 'parses',
    says: /^s\d\.jsonl should hold a complete document/,
  },
  {
    report: '05: copied where a rename is refused',
    file: target('copies-where-a-rename-fails'),
    options: [...one, '--executions=300', '--faults=errno:EPERM'],
    oracle: 'reads-whole',
    says: /^a reader should see s1\.json whole at any moment, but saw /,
  },
  {
    report: '06: a rename over a link',
    file: target('replaces-a-link'),
    options: ['--executions=50'],
    oracle: 'parses',
    says: /^dotfiles\/s1\.json should hold a complete document at the end, but holds no file$/,
  },
  {
    report: '07: two thieves of one stale lock',
    file: target('steals-a-stale-lock'),
    options: [...two, '--executions=1500', '--faults=stall'],
    oracle: 'parses',
    says: /^s1\.json should hold a complete document at the end, but holds \d+ bytes/,
  },
  {
    report: '08: a sweep takes what another one writes',
    file: target('sweeps-what-others-write'),
    options: ['--executions=300'],
    oracle: 'calls-succeed',
    says: /^w\d write#\d was rejected, although no fault struck: ENOENT: no such file or directory, rename/,
  },
  {
    report: '08: the same, and what fails is only logged',
    file: target('sweeps-and-says-nothing'),
    options: ['--executions=300'],
    oracle: 'not-stale',
    says: /^s1\.json was read as (no file|the output of w\d write#\d), although w\d write#\d\b/,
  },
  {
    report: '10: a torn file is copied over its backup',
    file: target('copies-over-its-backup'),
    options: [...two, '--sessions=1', '--executions=100'],
    oracle: 'reads-whole',
    says: /^a reader should see s1 whole at any moment, but saw what its load rejects \(neither the file nor its backup is whole\)$/,
  },
  {
    report: '14: not emptied before it is written',
    file: target('leaves-the-old-tail'),
    options: ['--executions=300'],
    oracle: 'parses',
    says: /^s1\.json should hold a complete document at the end, but holds \d+ bytes/,
  },
  {
    report: '16: the loser removes what the winner has published',
    file: target('removes-the-winner'),
    options: ['--executions=300'],
    oracle: 'reads-whole',
    says: /^a reader found no s1\/package\.json although it had existed before$/,
  },
  {
    report: '18: a copy from the start is saved',
    file: target('saves-what-it-began-with'),
    options: ['--executions=400'],
    oracle: 'not-stale',
    says: /^((s\d in )?history\.json (was read|ends) as the output of w\d|s\d's entry is gone from history\.json, although)/,
  },
  {
    report: '20: a lock that nobody ever removes',
    file: target('locks-itself-out'),
    options: [...one, '--executions=30', '--faults=kill'],
    oracle: 'starts-again',
    says: /^the next call on s1\.json after the crash should be acknowledged, but w\d write#1 is rejected/,
  },
  {
    report: '21: a save that failed counts as done',
    file: target('takes-failure-for-done'),
    options: ['--executions=400', '--faults=errno'],
    oracle: 'no-silent-loss',
    says: /saveAndQuit#\d was acknowledged, although/,
  },
  {
    report: '23: process.exit before the write has landed',
    file: target('exits-before-the-write'),
    options: ['--executions=50'],
    oracle: 'parses',
    says: /^s1\.json should hold a complete document at the end, but holds no file$/,
  },
  {
    report: '25: read before the lock is held',
    file: target('reads-before-the-lock'),
    options: ['--executions=300'],
    oracle: 'not-stale',
    says: /^s\d( in|'s entry is gone from) settings\.json/,
  },
  {
    report: '01 as a log: an entry is fused with a torn line',
    file: target('fuses-a-torn-line'),
    options: [...one, '--executions=60', '--faults=kill'],
    oracle: 'linearizable',
    says: /^w\d append#\d was acknowledged, but no order of the calls explains the end of s1\.jsonl: \[.*\] lacks w\d append#\d$/,
  },
  {
    report: '02 as a log',
    file: target('appends-a-line-in-two'),
    options: ['--executions=300'],
    oracle: 'linearizable',
    says: / acknowledged, but no order of the calls explains the end of s1\.jsonl: \[.*\] lacks w\d append#\d/,
  },
  {
    report: '03: an update is lost',
    file: target('loses-an-update'),
    options: [...two, '--executions=300'],
    oracle: 'linearizable',
    says: /^w\d set#1 was acknowledged, but no order of the calls explains the end of settings\.json: {s\d: w\d set#1} lacks s\d$/,
  },
  {
    report: '12: a line is lost',
    file: target('loses-a-line'),
    options: [...two, '--executions=300'],
    oracle: 'linearizable',
    says: /^w\d append#\d was acknowledged, but no order of the calls explains the end of s1\.jsonl: \[w\d append#\d\] lacks w\d append#\d$/,
  },
  {
    report: '25 as a map: read before the lock is held',
    file: target('updates-what-it-read-before-the-lock'),
    options: [...two, '--executions=300'],
    oracle: 'linearizable',
    says: /^w\d set#1 was acknowledged, but no order of the calls explains the end of settings\.json: {s\d: w\d set#1} lacks s\d$/,
  },
  {
    report: '27: what another one has saved is removed',
    file: target('removes-what-it-has-not-refused'),
    options: ['--writers=2', '--calls=2', '--sessions=1', '--executions=300'],
    oracle: 'linearizable',
    says: /^(w\d save#1 was acknowledged, but no|no) order of the calls explains /,
  },
  {
    report: '13: an index that does not fit its data',
    file: target('indexes-beside-its-data'),
    options: [...two, '--sessions=1', '--executions=100'],
    oracle: 'parses',
    says: /^s1 should hold a complete document at the end, but holds what its load rejects \(the index does not fit the data\)$/,
  },
  {
    report: '13: the same, while it is replaced',
    file: target('indexes-beside-its-data'),
    options: [...two, '--sessions=1', '--executions=100'],
    oracle: 'reads-whole',
    says: /^a reader should see s1 whole at any moment, but saw what its load rejects \(the index does not fit the data\)$/,
  },
  {
    report: '15: a folder is emptied while another one fills it',
    file: target('empties-what-another-one-fills'),
    options: [...two, '--sessions=1', '--executions=100'],
    oracle: 'parses',
    says: /^s1 should hold a complete document at the end, but holds what its load rejects /,
  },
]

const mended: readonly Row[] = [
  { report: '02', file: fixture('appends-a-line.ts'), options: ['--executions=100'] },
  {
    report: '05',
    file: target('retries-a-refused-rename'),
    options: ['--executions=100', '--faults=errno'],
  },
  { report: '06', file: target('follows-a-link'), options: ['--executions=100'] },
  { report: '08', file: target('sweeps-at-the-start'), options: ['--executions=8', '--faults=kill'] },
  { report: '16', file: target('keeps-the-winner'), options: ['--executions=100'] },
  {
    report: '16, where the disk is full',
    file: target('keeps-the-winner'),
    options: ['--executions=150', '--faults=errno,short-write'],
  },
  {
    report: '18 and 25',
    file: target('puts-its-change-into-what-is-there'),
    options: ['--executions=100'],
  },
  { report: '20', file: target('removes-every-lock'), options: ['--executions=8', '--faults=kill'] },
  {
    report: '20 with a timeout',
    file: target('leaves-locks-to-the-next-start'),
    options: ['--executions=8', '--faults=kill'],
  },
  {
    report: '21',
    file: target('tries-again-after-failure'),
    options: ['--executions=150', '--faults=errno'],
  },
  { report: '01 as a log', file: target('looks-at-the-tail'), options: ['--executions=8', '--faults=kill'] },
  { report: '02 as a log', file: target('appends-a-line-at-once'), options: [...two, ...exhaustive] },
  {
    report: '03 and 25 as a map',
    file: target('updates-under-a-lock'),
    options: [...two, '--executions=60'],
  },
  {
    report: '13',
    file: target('keeps-its-index-with-its-data'),
    options: [...two, '--sessions=1', ...exhaustive],
  },
  {
    report: '13, mended by a lock that a load waits for',
    file: target('loads-under-a-lock'),
    options: [...two, '--sessions=1', '--executions=40'],
  },
  {
    report: '13, where the lock that a load waits for cannot be removed',
    file: target('saves-and-loads-under-a-lock'),
    options: ['--writers=1', '--calls=2', '--sessions=1', '--executions=40', '--faults=errno:EBUSY'],
  },
  {
    report: '10',
    file: target('renews-its-backup-from-what-is-whole'),
    options: [...two, '--sessions=1', '--executions=40'],
  },
  {
    report: '15',
    file: target('imports-aside'),
    options: [...two, '--sessions=1', '--executions=40'],
  },
  { report: '27', file: target('removes-what-it-has-refused'), options: [...two, '--executions=60'] },
]

/** Time enough on any machine. */
const common = ['--seed=1', '--max-time=10m', `--output-dir=${outputDir}`]

test.each(broken)('report $report: violated', async ({ file, options, oracle, says }) => {
  // Others may be broken in the same execution, or in one that another core comes to first.
  const asked = [...options, `--oracle=${oracle}`, ...common]
  const { exitCode, result } = await cliResult('explore', file, ...asked)
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

test('a probe: one of two plain writers is killed, and nothing is said to lead to two states', async () => {
  const size = ['--writers=2', '--calls=1', '--sessions=1', '--executions=30']
  const options = [...size, '--strategy=exhaustive', '--faults=kill', ...common]
  const { result } = await cliResult('explore', target('writes-two-plain-files'), ...options)
  expect(result).toMatchObject({ problems: [], violations: [], faults: { kill: expect.any(Number) } })
})

test('a probe: whoever asks which processes are alive sees writers alone', async () => {
  const options = ['--executions=20', '--oracle=calls-succeed', ...common]
  const { result } = await cliResult('explore', target('asks-who-is-alive'), ...options)
  expect(result).toMatchObject({ verdict: 'holds', problems: [], rejections: { calls: 0 } })
})
