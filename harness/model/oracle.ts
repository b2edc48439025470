import type { ExecutionRecord } from './record.ts'
import type { Finding, OracleName } from './verdict.ts'

/** A pure function from an execution's record to what is wrong with it. */
export interface Oracle {
  readonly name: OracleName
  /** What it is asked about; absent where that is any target. */
  readonly speaksOf?: 'register' | 'specification'
  /** True where it is asked only of a target, or by a command, that names it. */
  readonly optIn?: true
  /** True where its verdict depends on which operation had ended before another began, not on their effects alone. */
  readonly isTimed?: true
  /** False where this execution cannot tell: then the oracle is reported as `not-checked`, never as held. */
  applies(record: ExecutionRecord): boolean
  /**
   * Of an oracle that speaks of registers: what it asks of one that is told by loads, as its specification explains it.
   * It is asked where the target names it. Absent where that tells nothing.
   */
  readonly ofLoads?: Pick<Oracle, 'applies' | 'judge' | 'remembers'>
  /** Everything that is wrong; empty where the oracle holds. */
  judge(record: ExecutionRecord): readonly Finding[]
  /**
   * What of the history so far its verdict may yet depend on, beyond what any oracle may: how the calls stand, what the
   * directory holds, and what the latest step has brought about. Two executions that agree in that and in this, and go
   * on alike, get the same verdict from then on. Absent where there is nothing to remember.
   */
  remembers?(record: ExecutionRecord): unknown
}
