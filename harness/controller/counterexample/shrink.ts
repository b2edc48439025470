import type { Counterexample } from '../../model/counterexample.ts'
import type { PersistenceName } from '../../model/fault.ts'
import { HarnessError, ReplayDivergence } from '../../model/errors.ts'
import { ProgramGone } from '../../model/program.ts'
import { endsInPowerLoss, faultPositions } from '../../model/schedule.ts'
import type { ShrinkBound } from '../../model/result.ts'
import type { Workload } from '../../model/workload.ts'
import { plainerWorkloads, smallerWorkloads } from '../../workload/smaller.ts'
import { Follow } from '../../strategies/follow.ts'
import type { Executor } from '../executor.ts'
import { again, type Candidate, type CandidateSearch, type Searched } from './candidate.ts'
import { carryOutCandidate } from './carry-out-candidate.ts'
import { alikeFaults, everyFault, fewerFaults } from './fewer-faults.ts'
import { foretellCandidate } from './foretell-candidate.ts'

/** What is small enough to be exhausted takes a fraction of this; what is not shall not use up the others' time. */
const executionsPerCandidate = 400
/** Where none of the candidates has shown it so far, those that were not exhausted get so many. */
const mostExecutionsPerCandidate = 4_000

export interface Shrunk {
  readonly counterexample: Counterexample
  /** True where every workload that is one step smaller was searched completely, in vain. */
  readonly minimal: boolean
  /** What kept that from being known; null where nothing did. */
  readonly bound: ShrinkBound | null
}

export interface ShrinkOptions {
  readonly executor: Executor
  /** Whether what was learned of the target's programs foretells what they will do. */
  readonly foretells: boolean
  /** Under which a smaller workload may lose power. */
  readonly models: readonly PersistenceName[]
  readonly limitMillis: number
  readonly stop: AbortSignal
}

/**
 * Looks for the same violation, of the same oracle and kind, in ever smaller workloads. A smaller workload is not
 * given a cut-down schedule to follow, but searched by itself, schedules with few switches first: what is found needs
 * no more switches than it has, and what is exhausted in vain proves that nothing smaller would do. Faults go first, as
 * many as the steps can do without; a smaller workload is then searched with as many faults of the same kind.
 */
export function shrink(
  found: Counterexample,
  { executor, foretells, models, limitMillis, stop }: ShrinkOptions,
): Shrunk {
  const deadline = performance.now() + limitMillis
  const isOver = () => stop.aborted || performance.now() > deadline
  let smallest = withFewerFaults(found, executor, isOver)
  const faults = faultsIn(smallest)
  const losesPower = endsInPowerLoss(smallest.schedule)
  const search = (
    workload: Workload,
    executions = executionsPerCandidate,
    { menu = alikeFaults(smallest.schedule), most = faults } = {},
  ) =>
    searchCandidate(
      { sought: found, workload },
      {
        executor,
        isOver,
        executions,
        strikes: menu && !losesPower ? { menu, most } : null,
        losesPower: losesPower ? models : null,
      },
      foretells,
    )
  /** Where a fault of another kind would do as well, in a smaller workload, this one is not the smallest. */
  const ruledOut = (workload: Workload, executions: number, most = faults): ShrinkBound | null => {
    const searched = search(workload, executions, { menu: everyFault(smallest.schedule), most })
    return searched.found ? 'other-fault' : searched.bound
  }
  /** What keeps a candidate from being known to hold, or the smaller counterexample that it shows. */
  const pursue = (candidate: Workload, executions: number): Searched => {
    const searched = search(candidate, executions)
    if (searched.found || searched.bound !== null || faults === 0) return searched
    return { found: null, bound: losesPower ? null : ruledOut(candidate, executions) }
  }
  let bound: ShrinkBound | null = null
  for (let goesOn = true; goesOn;) {
    goesOn = false
    bound = null
    let candidates = smallerWorkloads(smallest.workload)
    for (const executions of [executionsPerCandidate, mostExecutionsPerCandidate]) {
      const open: Workload[] = []
      bound = null
      for (const candidate of candidates) {
        const searched = pursue(candidate, executions)
        if (searched.found) {
          smallest = searched.found
          goesOn = true
          break
        }
        bound ??= searched.bound
        if (searched.bound === 'executions') open.push(candidate)
      }
      // What else keeps one from being known is not for more executions to change.
      if (goesOn || bound !== 'executions') break
      candidates = open
    }
  }
  if (bound === null && faults > 0 && !losesPower)
    bound = ruledOut(smallest.workload, mostExecutionsPerCandidate, faults - 1)
  for (const candidate of [...plainerWorkloads(smallest.workload), smallest.workload]) {
    const searched = search(candidate)
    if (!searched.found) continue
    smallest = searched.found
    break
  }
  // Beside other faults, a power loss is not searched for; that less than one would do was tried above.
  if (losesPower && faultsIn(smallest) !== 1) bound ??= 'other-fault'
  return { counterexample: smallest, minimal: bound === null, bound }
}

function searchCandidate(candidate: Candidate, options: CandidateSearch, foretells: boolean): Searched {
  const { executor } = options
  try {
    for (;;) {
      const { seesTimes } = executor
      const searched =
        (foretells ? foretellCandidate(candidate, options) : null) ?? carryOutCandidate(candidate, options)
      // Where times of files have come to tell states apart in the meantime, it was not searched completely.
      if (searched.found || executor.seesTimes === seesTimes) return searched
    }
  } catch (error) {
    // A smaller workload that crashes, or that a search cannot keep track of, is no smaller counterexample.
    if (error instanceof HarnessError || error instanceof ProgramGone) return { found: null, bound: 'crash' }
    throw error
  }
}

function faultsIn({ schedule }: Counterexample): number {
  return faultPositions(schedule).length
}

/** Leaves out as many faults as the same workload can do without, other steps being taken as they were. */
function withFewerFaults(found: Counterexample, executor: Executor, isOver: () => boolean): Counterexample {
  const { workload, schedule, seed } = found
  const recordsDisk = endsInPowerLoss(schedule)
  for (const kept of fewerFaults(schedule)) {
    if (isOver()) break
    try {
      const scheduler = new Follow(schedule, kept)
      const less = again(
        { sought: found, workload },
        executor.perform({ workload, scheduler, seed, recordsDisk }),
      )
      if (less) return less
    } catch (error) {
      // Without a fault, the disk may be asked for other things than a power loss has kept from it.
      const isOther = error instanceof ReplayDivergence
      if (!(isOther || error instanceof HarnessError || error instanceof ProgramGone)) throw error
    }
  }
  return found
}
