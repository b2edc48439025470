import type { OracleName } from '../../harness/model/verdict.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { pct } from '../../harness/strategies/pct.ts'
import { pos } from '../../harness/strategies/pos.ts'
import { random } from '../../harness/strategies/random.ts'
import { plan } from './test-executor.ts'

/** A known defect, the smallest workload that shows it, and how soon the median search shall find it. */
export interface Case {
  readonly name: string
  /** Its file in `test/known-bad`. */
  readonly target: string
  readonly workload: Workload
  readonly oracles: readonly OracleName[]
  readonly within: number
}

export const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
export const strategies = { random: [random], pct: [pct(2), pct(3)], pos: [pos] }
export const strategyNames = Object.keys(strategies) as (keyof typeof strategies)[]

const torn: readonly OracleName[] = ['parses', 'one-writer']

/** What is still in flight when a crash flushes the newest state at once. */
export function crashFlush(operation: string): Workload {
  return { writers: [[plan(operation, 25, { awaited: false }), plan('flush', 9)]], readers: 0 }
}

export const cases: readonly Case[] = [
  {
    name: 'two writers in place',
    target: 'in-place',
    workload: { writers: [[plan('export', 40)], [plan('export', 9)]], readers: 0 },
    oracles: torn,
    within: 10,
  },
  {
    // Whoever opened the file before the rename writes to one that nobody will see: only later exports tear it.
    name: 'the same beside one that renames',
    target: 'in-place-beside-rename',
    workload: {
      writers: [
        [plan('export', 40), plan('export', 14)],
        [plan('export', 9), plan('export', 33)],
        [plan('snapshot', 25)],
      ],
      readers: 0,
    },
    oracles: torn,
    within: 100,
  },
  {
    // A rename must come before both exports open, and they must then be torn by each other.
    name: 'the same, with one call each',
    target: 'in-place-beside-rename',
    workload: { writers: [[plan('export', 40)], [plan('export', 9)], [plan('snapshot', 25)]], readers: 0 },
    oracles: torn,
    within: 100,
  },
  {
    name: 'a snapshot beside a crash flush',
    target: 'snapshot-after-flush',
    workload: crashFlush('snapshot'),
    oracles: ['program-order'],
    within: 200,
  },
  {
    name: 'an export beside a crash flush',
    target: 'export-after-flush',
    workload: crashFlush('export'),
    oracles: ['issue-order'],
    within: 200,
  },
  {
    // The flush must come at the one moment when the snapshot has been checked, and its rename has not landed.
    name: 'a crash flush just before a rename',
    target: 'checked-before-rename',
    workload: {
      writers: [
        [plan('snapshot', 25, { awaited: false }), plan('snapshot', 14, { session: 's2' }), plan('flush', 9)],
      ],
      readers: 0,
    },
    oracles: ['issue-order'],
    within: 200,
  },
]
