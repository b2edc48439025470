import type { Counterexample } from '../../model/counterexample.ts'
import type { PersistenceName } from '../../model/fault.ts'
import type { ShrinkBound } from '../../model/result.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { FaultMenu } from '../../model/strategy.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { areTimed, judge, memoryOf } from '../../oracles/index.ts'
import { Exhaustive } from '../../strategies/exhaustive.ts'
import type { Execution } from '../execute/execution.ts'
import type { Executor, Undecided } from '../executor.ts'

/** What is looked for in a candidate: the violation, of the same oracle and kind. */
export interface Candidate {
  readonly sought: Counterexample
  readonly workload: Workload
}

/** Null as `bound`: searched completely, in vain. */
export type Searched =
  | { readonly found: Counterexample }
  | { readonly found: null; readonly bound: ShrinkBound | null }

export interface SearchLimits {
  readonly isOver: () => boolean
  /** Of one candidate. */
  readonly executions: number
}

/** Where faults strike: these, at most so many in one execution. */
export interface Strikes {
  readonly menu: FaultMenu
  readonly most: number
}

export interface CandidateSearch extends SearchLimits {
  readonly executor: Executor
  /** Null where no fault strikes. */
  readonly strikes: Strikes | null
  /** Under which power is lost, after every step; null where it is not. */
  readonly losesPower: readonly PersistenceName[] | null
}

/** A search of every interleaving, few switches first. */
export function searchFor({ strikes, losesPower }: CandidateSearch): Exhaustive {
  // What a fault may strike is every step, and what is lost depends on the order of steps that have nothing in common.
  return new Exhaustive({ reduced: strikes === null && losesPower === null })
}

/** What all executions of a candidate's search have in common. */
export function requestFor({ sought, workload }: Candidate, { losesPower }: CandidateSearch): Undecided {
  const { oracle, seed } = sought
  return {
    workload,
    seed,
    memoryOf: (record) => memoryOf(record, [oracle]),
    isTimed: areTimed([oracle]),
    recordsDisk: losesPower !== null,
  }
}

/** The same violation, as an execution of a workload shows it; null where it does not. */
export function again({ sought, workload }: Candidate, execution: Execution): Counterexample | null {
  const { oracle, finding, seed, samePid } = sought
  const found = findingOf(execution.record, oracle, finding.kind)
  if (!found) return null
  const steps = execution.log()
  const { files } = execution.record
  return { workload, schedule: scheduleOf(steps), steps, files, seed, samePid, oracle, finding: found }
}

function findingOf(record: Parameters<typeof judge>[0], oracle: OracleName, kind: string) {
  return judge(record, [oracle])[0]?.findings.find((each) => each.kind === kind)
}
