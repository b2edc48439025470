import type { Counterexample } from '../../model/counterexample.ts'
import type { PersistenceName } from '../../model/fault.ts'
import { HarnessError, ReplayDivergence } from '../../model/errors.ts'
import { endsInPowerLoss, faultPositions } from '../../model/schedule.ts'
import type { ShrinkBound } from '../../model/result.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { areTimed, judge, memoryOf } from '../../oracles/index.ts'
import { Exhaustive } from '../../strategies/exhaustive.ts'
import { plainerWorkloads, smallerWorkloads } from '../../workload/smaller.ts'
import type { Scheduler } from '../../model/strategy.ts'
import { ProgramGone } from '../../model/program.ts'
import { Follow } from '../../strategies/follow.ts'
import { withOfferedFaults } from '../../strategies/with-offered-faults.ts'
import type { Execution } from '../execute/execution.ts'
import { judgeCut } from '../power-cut/judge-cut.ts'
import { PowerCuts } from '../power-cut/power-cuts.ts'
import { alikeFaults, everyFault, fewerFaults } from './fewer-faults.ts'
import type { Executor } from '../executor.ts'

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
  /** Under which a smaller workload may lose power. */
  readonly models: readonly PersistenceName[]
  readonly limitMillis: number
  readonly stop: AbortSignal
}

/** Null as `bound`: searched completely, in vain. */
type Searched =
  | { readonly found: Counterexample }
  | { readonly found: null; readonly bound: ShrinkBound | null }

interface Limits {
  readonly isOver: () => boolean
  /** Of one candidate. */
  readonly executions: number
}

/**
 * Looks for the same violation, of the same oracle and kind, in ever smaller workloads. A smaller workload is not
 * given a cut-down schedule to follow, but searched by itself, schedules with few switches first: what is found needs
 * no more switches than it has, and what is exhausted in vain proves that nothing smaller would do. Faults go first, as
 * many as the steps can do without; a smaller workload is then searched with as many faults of the same kind.
 */
export function shrink(
  found: Counterexample,
  { executor, models, limitMillis, stop }: ShrinkOptions,
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
    losesPower
      ? searchPowerLoss(found, workload, { executor, models, isOver, executions })
      : searchFor(found, workload, {
          executor,
          isOver,
          executions,
          around: menu && ((inner) => withOfferedFaults(inner, menu, most)),
        })
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

/** Looks for a power loss in a smaller workload, after every step. */
function searchPowerLoss(
  sought: Counterexample,
  workload: Workload,
  { executor, models, isOver, executions }: Pick<ShrinkOptions, 'executor' | 'models'> & Limits,
): Searched {
  const { oracle, finding, seed } = sought
  // What is lost depends on the order of steps that have nothing to do with each other, too.
  const search = new Exhaustive({ reduced: false })
  const cuts = new PowerCuts()
  const options = { ...executor.forCuts(workload), oracles: [oracle], models, seed }
  const memory = (record: Parameters<typeof memoryOf>[0]) => memoryOf(record, [oracle])
  try {
    while (!search.isDone) {
      if (search.executions >= executions) return { found: null, bound: 'executions' }
      const scheduler = search.begin()
      const execution = executor.perform({ workload, scheduler, seed, memoryOf: memory, recordsDisk: true })
      for (const cut of cuts.of(execution, options)) {
        if (isOver()) return { found: null, bound: 'time' }
        const context = { executor, workload, seed, startsAgain: false }
        const [judgement] = judgeCut(cut, [oracle], context)
        if (!judgement?.findings.some(({ kind }) => kind === finding.kind)) continue
        const crashed = executor.crash({ workload, seed, schedule: cut.schedule() })
        const found = again(sought, crashed, workload)
        if (found) return { found }
      }
    }
  } catch (error) {
    if (error instanceof HarnessError || error instanceof ProgramGone) return { found: null, bound: 'crash' }
    throw error
  }
  return { found: null, bound: cuts.isCut ? 'images' : null }
}

interface SearchOptions extends Pick<ShrinkOptions, 'executor'>, Limits {
  /** Lets faults strike, too; null where none shall. */
  readonly around: ((inner: Scheduler) => Scheduler) | null
}

function searchFor(
  sought: Counterexample,
  workload: Workload,
  { executor, isOver, executions, around }: SearchOptions,
): Searched {
  const { oracle, seed } = sought
  const search = new Exhaustive({ reduced: around === null })
  const isTimed = areTimed([oracle])
  const remembered = (record: Parameters<typeof memoryOf>[0]) => memoryOf(record, [oracle])
  try {
    while (!search.isDone) {
      if (isOver()) return { found: null, bound: 'time' }
      if (search.executions >= executions) return { found: null, bound: 'executions' }
      const inner = search.begin()
      const scheduler = around ? around(inner) : inner
      const found = again(
        sought,
        executor.perform({ workload, scheduler, seed, memoryOf: remembered, isTimed }),
        workload,
      )
      if (found) return { found }
    }
  } catch (error) {
    // A smaller workload that crashes, or that a search cannot keep track of, is no smaller counterexample.
    if (error instanceof HarnessError || error instanceof ProgramGone) return { found: null, bound: 'crash' }
    throw error
  }
  return { found: null, bound: null }
}

/** The same violation, as an execution of a workload shows it; null where it does not. */
function again(
  { oracle, finding, seed, samePid }: Counterexample,
  execution: Execution,
  workload: Workload,
): Counterexample | null {
  const found = findingOf(execution.record, oracle, finding.kind)
  if (!found) return null
  const steps = execution.log()
  const { files } = execution.record
  return { workload, schedule: scheduleOf(steps), steps, files, seed, samePid, oracle, finding: found }
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
      const less = again(found, executor.perform({ workload, scheduler, seed, recordsDisk }), workload)
      if (less) return less
    } catch (error) {
      // Without a fault, the disk may be asked for other things than a power loss has kept from it.
      const isOther = error instanceof ReplayDivergence
      if (!(isOther || error instanceof HarnessError || error instanceof ProgramGone)) throw error
    }
  }
  return found
}

function findingOf(record: Parameters<typeof judge>[0], oracle: OracleName, kind: string) {
  return judge(record, [oracle])[0]?.findings.find((each) => each.kind === kind)
}
