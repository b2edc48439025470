import type { Counterexample } from './counterexample.ts'
import { injectedErrors, type Fault } from './fault.ts'
import { mayStrikeTogether, type FaultName } from './settings.ts'
import type { OracleName } from './verdict.ts'
import { isReader, sessionsOf } from './workload.ts'

/** A space to search, by the names of the options that ask for it. */
export interface ReplaySpace {
  readonly writers: number
  readonly calls: number
  readonly sessions: number
  /** Empty where no fault struck. */
  readonly faults: readonly FaultName[]
  /** Where several struck, and a search can let several strike. */
  readonly faultsAtOnce?: number
  readonly oracle: readonly OracleName[]
  readonly samePid: boolean
}

/**
 * The smallest space that options can name and a saved violation lies in: as many writers, calls and sessions, the
 * faults that struck, and the oracles that were broken.
 */
export function replaySpace({ workload, schedule, oracle, also = [], samePid }: Counterexample): ReplaySpace {
  const writing = workload.writers.filter((calls) => !isReader(calls))
  const struck = schedule.flatMap(({ fault }) => (fault ? [nameOf(fault)] : []))
  const faults = [...new Set(struck)]
  return {
    writers: writing.length,
    calls: Math.max(...writing.map((calls) => calls.length)),
    sessions: sessionsOf(workload).length,
    faults,
    ...(struck.length > 1 && mayStrikeTogether(faults) && { faultsAtOnce: struck.length }),
    oracle: [...new Set([oracle, ...also.map((each) => each.oracle)])],
    samePid,
  }
}

/** As `--faults` names it, as closely as it can. */
function nameOf(fault: Fault): FaultName {
  if (fault.kind === 'power-loss') return `power-loss:${fault.model}`
  if (fault.kind !== 'errno') return fault.kind
  const code = injectedErrors.find((each) => each === fault.code)
  return code === undefined ? 'errno' : `errno:${code}`
}
