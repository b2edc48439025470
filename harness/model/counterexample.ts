import type { CallRecord } from './record.ts'
import type { Schedule } from './schedule.ts'
import type { StepEvent } from './step-log.ts'
import type { Finding, OracleName } from './verdict.ts'
import type { Workload } from './workload.ts'

/** What an execution did, for people. Plain data. */
export interface Course {
  readonly workload: Workload
  /** What each step did. */
  readonly steps: readonly StepEvent[]
  /** By session, its file's path relative to the run directory. */
  readonly files: Readonly<Record<string, string>>
}

/** One execution that breaks an oracle: all it takes to see it again. Plain data. */
export interface Counterexample extends Course {
  readonly schedule: Schedule
  /** When each call was made and settled, in positions of `steps`. */
  readonly calls?: readonly CallRecord[]
  /** By `source` of a step, the text of that line. */
  readonly lines?: Readonly<Record<string, string>>
  /** What the writers took for random follows from it. */
  readonly seed: number
  readonly samePid: boolean
  readonly oracle: OracleName
  readonly finding: Finding
  /** Which other oracles this execution breaks. */
  readonly also?: readonly Also[]
}

/** An oracle that is broken beside the one that a counterexample is about. */
export interface Also {
  readonly oracle: OracleName
  readonly message: string
}
