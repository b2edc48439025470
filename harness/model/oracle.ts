import type { ExecutionRecord } from './record.ts'
import type { Finding, OracleName } from './verdict.ts'

/** A pure function from an execution's record to what is wrong with it. */
export interface Oracle {
  readonly name: OracleName
  /** False where this execution cannot tell: then the oracle is reported as `not-checked`, never as held. */
  applies(record: ExecutionRecord): boolean
  /** Everything that is wrong; empty where the oracle holds. */
  judge(record: ExecutionRecord): readonly Finding[]
}
