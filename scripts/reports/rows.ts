import type { OracleName } from '../../harness/model/verdict.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'

/**
 * Public bug reports about shared files, rebuilt: the mechanism of each, broken and mended, with a bound in executions, so
 * that no row depends on how fast the machine is.
 */
const two = { writers: 2, calls: 1 } as const
const exhaustive = { strategy: 'exhaustive' } as const
const one = { writers: 1, calls: 1, sessions: 1 } as const

export interface Row {
  readonly report: string
  /** Below `test`. */
  readonly file: string
  readonly options: RunOptions
}

export interface Broken extends Row {
  readonly oracle: OracleName
  /** What the message says: what it is about goes by the name that the user knows. */
  readonly says: RegExp
}

export const broken: readonly Broken[] = [
  {
    report: '02: a record and its newline in two appends',
    file: 'known-bad/appends-in-two.ts',
    options: { executions: 300 },
    oracle: 'parses',
    says: /^s\d\.jsonl should hold a complete document/,
  },
  {
    report: '05: copied where a rename is refused',
    file: 'reports/targets/copies-where-a-rename-fails.ts',
    options: { ...one, executions: 300, faults: ['errno:EPERM'] },
    oracle: 'reads-whole',
    says: /^a reader should see s1\.json whole at any moment, but saw /,
  },
  {
    report: '06: a rename over a link',
    file: 'reports/targets/replaces-a-link.ts',
    options: { executions: 50 },
    oracle: 'parses',
    says: /^dotfiles\/s1\.json should hold a complete document at the end, but holds no file$/,
  },
  {
    report: '07: two thieves of one stale lock',
    file: 'reports/targets/steals-a-stale-lock.ts',
    // Of the first seeds, the one that shows it soonest.
    options: { ...two, executions: 1500, faults: ['stall'], seed: 8 },
    oracle: 'parses',
    says: /^s1\.json should hold a complete document at the end, but holds \d+ bytes/,
  },
  {
    report: '08: a sweep takes what another one writes',
    file: 'reports/targets/sweeps-what-others-write.ts',
    options: { executions: 300 },
    oracle: 'calls-succeed',
    says: /^w\d write#\d was rejected, although no fault struck: ENOENT: no such file or directory, rename/,
  },
  {
    report: '08: the same, and what fails is only logged',
    file: 'reports/targets/sweeps-and-says-nothing.ts',
    options: { executions: 300 },
    oracle: 'not-stale',
    says: /^s1\.json was read as (no file|the output of w\d write#\d), although w\d write#\d\b/,
  },
  {
    report: '10: a torn file is copied over its backup',
    file: 'reports/targets/copies-over-its-backup.ts',
    options: { ...two, sessions: 1, executions: 100 },
    oracle: 'reads-whole',
    says: /^a reader should see s1 whole at any moment, but saw what its load rejects \(neither the file nor its backup is whole\)$/,
  },
  {
    report: '14: not emptied before it is written',
    file: 'reports/targets/leaves-the-old-tail.ts',
    options: { executions: 300 },
    oracle: 'parses',
    says: /^s1\.json should hold a complete document at the end, but holds \d+ bytes/,
  },
  {
    report: '16: the loser removes what the winner has published',
    file: 'reports/targets/removes-the-winner.ts',
    options: { executions: 300 },
    oracle: 'reads-whole',
    says: /^a reader found no s1\/package\.json although it had existed before$/,
  },
  {
    report: '18: a copy from the start is saved',
    file: 'reports/targets/saves-what-it-began-with.ts',
    options: { executions: 400 },
    oracle: 'not-stale',
    says: /^((s\d in )?history\.json (was read|ends) as the output of w\d|s\d's entry is gone from history\.json, although)/,
  },
  {
    report: '20: a lock that nobody ever removes',
    file: 'reports/targets/locks-itself-out.ts',
    options: { ...one, executions: 30, faults: ['kill'] },
    oracle: 'starts-again',
    says: /^the next call on s1\.json after the crash should be acknowledged, but w\d write#1 is rejected/,
  },
  {
    report: '21: a save that failed counts as done',
    file: 'reports/targets/takes-failure-for-done.ts',
    options: { executions: 400, faults: ['errno'] },
    oracle: 'no-silent-loss',
    says: /saveAndQuit#\d was acknowledged, although/,
  },
  {
    report: '23: process.exit before the write has landed',
    file: 'reports/targets/exits-before-the-write.ts',
    options: { executions: 50 },
    oracle: 'parses',
    says: /^s1\.json should hold a complete document at the end, but holds no file$/,
  },
  {
    report: '25: read before the lock is held',
    file: 'reports/targets/reads-before-the-lock.ts',
    options: { executions: 300 },
    oracle: 'not-stale',
    says: /^s\d( in|'s entry is gone from) settings\.json/,
  },
  {
    report: '01 as a log: an entry is fused with a torn line',
    file: 'reports/targets/fuses-a-torn-line.ts',
    options: { ...one, executions: 60, faults: ['kill'] },
    oracle: 'linearizable',
    says: /^w\d append#\d was acknowledged, but no order of the calls explains the end of s1\.jsonl: \[.*\] lacks w\d append#\d$/,
  },
  {
    report: '02 as a log',
    file: 'reports/targets/appends-a-line-in-two.ts',
    options: { executions: 300 },
    oracle: 'linearizable',
    says: / acknowledged, but no order of the calls explains the end of s1\.jsonl: \[.*\] lacks w\d append#\d/,
  },
  {
    report: '03: an update is lost',
    file: 'reports/targets/loses-an-update.ts',
    options: { ...two, executions: 300 },
    oracle: 'linearizable',
    says: /^w\d set#1 was acknowledged, but no order of the calls explains the end of settings\.json: {s\d: w\d set#1} lacks s\d$/,
  },
  {
    report: '12: a line is lost',
    file: 'reports/targets/loses-a-line.ts',
    options: { ...two, executions: 300 },
    oracle: 'linearizable',
    says: /^w\d append#\d was acknowledged, but no order of the calls explains the end of s1\.jsonl: \[w\d append#\d\] lacks w\d append#\d$/,
  },
  {
    report: '25 as a map: read before the lock is held',
    file: 'reports/targets/updates-what-it-read-before-the-lock.ts',
    options: { ...two, executions: 300 },
    oracle: 'linearizable',
    says: /^w\d set#1 was acknowledged, but no order of the calls explains the end of settings\.json: {s\d: w\d set#1} lacks s\d$/,
  },
  {
    report: '27: what another one has saved is removed',
    file: 'reports/targets/removes-what-it-has-not-refused.ts',
    options: { writers: 2, calls: 2, sessions: 1, executions: 300 },
    oracle: 'linearizable',
    says: /^(w\d save#1 was acknowledged, but no|no) order of the calls explains /,
  },
  {
    report: '13: an index that does not fit its data',
    file: 'reports/targets/indexes-beside-its-data.ts',
    options: { ...two, sessions: 1, executions: 100 },
    oracle: 'parses',
    says: /^s1 should hold a complete document at the end, but holds what its load rejects \(the index does not fit the data\)$/,
  },
  {
    report: '13: the same, while it is replaced',
    file: 'reports/targets/indexes-beside-its-data.ts',
    options: { ...two, sessions: 1, executions: 100 },
    oracle: 'reads-whole',
    says: /^a reader should see s1 whole at any moment, but saw what its load rejects \(the index does not fit the data\)$/,
  },
  {
    report: '15: a folder is emptied while another one fills it',
    file: 'reports/targets/empties-what-another-one-fills.ts',
    options: { ...two, sessions: 1, executions: 100 },
    oracle: 'parses',
    says: /^s1 should hold a complete document at the end, but holds what its load rejects /,
  },
]

export const mended: readonly Row[] = [
  { report: '02', file: 'fixtures/appends-a-line.ts', options: { executions: 100 } },
  {
    report: '05',
    file: 'reports/targets/retries-a-refused-rename.ts',
    options: { executions: 100, faults: ['errno'] },
  },
  { report: '06', file: 'reports/targets/follows-a-link.ts', options: { executions: 100 } },
  {
    report: '08',
    file: 'reports/targets/sweeps-at-the-start.ts',
    options: { executions: 8, faults: ['kill'] },
  },
  { report: '16', file: 'reports/targets/keeps-the-winner.ts', options: { executions: 100 } },
  {
    report: '16, where the disk is full',
    file: 'reports/targets/keeps-the-winner.ts',
    options: { executions: 150, faults: ['errno', 'short-write'] },
  },
  {
    report: '18 and 25',
    file: 'reports/targets/puts-its-change-into-what-is-there.ts',
    options: { executions: 100 },
  },
  {
    report: '20',
    file: 'reports/targets/removes-every-lock.ts',
    options: { executions: 8, faults: ['kill'] },
  },
  {
    report: '20 with a timeout',
    file: 'reports/targets/leaves-locks-to-the-next-start.ts',
    options: { executions: 8, faults: ['kill'] },
  },
  {
    report: '21',
    file: 'reports/targets/tries-again-after-failure.ts',
    options: { executions: 150, faults: ['errno'] },
  },
  {
    report: '01 as a log',
    file: 'reports/targets/looks-at-the-tail.ts',
    options: { executions: 8, faults: ['kill'] },
  },
  {
    report: '02 as a log',
    file: 'reports/targets/appends-a-line-at-once.ts',
    options: { ...two, ...exhaustive },
  },
  {
    report: '03 and 25 as a map',
    file: 'reports/targets/updates-under-a-lock.ts',
    options: { ...two, executions: 60 },
  },
  {
    report: '13',
    file: 'reports/targets/keeps-its-index-with-its-data.ts',
    options: { ...two, sessions: 1, ...exhaustive },
  },
  {
    report: '13, mended by a lock that a load waits for',
    file: 'reports/targets/loads-under-a-lock.ts',
    options: { ...two, sessions: 1, executions: 40 },
  },
  {
    report: '13, where the lock that a load waits for cannot be removed',
    file: 'reports/targets/saves-and-loads-under-a-lock.ts',
    options: { writers: 1, calls: 2, sessions: 1, executions: 40, faults: ['errno:EBUSY'] },
  },
  {
    report: '10',
    file: 'reports/targets/renews-its-backup-from-what-is-whole.ts',
    options: { ...two, sessions: 1, executions: 40 },
  },
  {
    report: '15',
    file: 'reports/targets/imports-aside.ts',
    options: { ...two, sessions: 1, executions: 40 },
  },
  {
    report: '27',
    file: 'reports/targets/removes-what-it-has-refused.ts',
    options: { writers: 2, calls: 2, sessions: 1, executions: 60 },
  },
]
