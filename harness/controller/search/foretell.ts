import { letYoungGenerationGrow } from '../../protocol/young-generation.ts'
import { scheduleOf } from '../../model/step-log.ts'
import { AsForetold } from '../../strategies/as-foretold.ts'
import type { Exhaustive } from '../../strategies/exhaustive.ts'
import type { Execution } from '../execute/execution.ts'
import type { Undecided } from '../executor.ts'
import type { Share } from '../share.ts'
import { Checks } from './checks.ts'
import { ForetoldSearch } from '../foretelling/foretold-search.ts'
import type { PhaseShare } from './phase-share.ts'

/** So long it goes on before others may have their turn. */
const partMillis = 20

/** How a search came to its end. */
export type ForetoldEnd =
  | 'done'
  /** There is no more time, or no point in going on. */
  | 'over'
  /** Something was carried out, and did not come to its end. */
  | 'failed'
  /** What the target does cannot be foretold: it has to be carried out. */
  | 'unforeseeable'

export interface Foretelling {
  readonly phase: PhaseShare
  readonly search: Exhaustive
  readonly request: Undecided
  /** How many faults may strike in one execution. */
  readonly faults: number
  /** How many workloads the space has. */
  readonly workloads: number
  readonly mayGoOn: () => boolean
  /** Told of every execution, whether it was carried out or foretold. */
  readonly onExecution: (execution: Execution, isForetold: boolean) => void
}

/**
 * Searches a workload without carrying its executions out. What nobody knows yet is carried out, and learned; so is what
 * breaks an oracle, and a sample of the rest, to check it.
 */
export async function* foretell(share: Share, given: Foretelling): AsyncGenerator<undefined, ForetoldEnd> {
  const { phase, search, request, faults, mayGoOn, onExecution } = given
  const { menu } = phase
  letYoungGenerationGrow()
  const losesPower = phase.losses !== null
  const foretold = new ForetoldSearch({
    search,
    menu,
    faults,
    losesPower,
    foretell: () => share.foretell({ ...request, recordsDisk: losesPower, isNamed: true }),
  })
  const checks = new Checks(request.seed, given.workloads)
  const carryOut = (scheduler: AsForetold, asForetold?: Execution) =>
    share.inParts({
      ...request,
      phase,
      scheduler,
      isChecked: false,
      isThorough: true,
      ...(asForetold && { asForetold }),
      onExecution: (execution) => onExecution(execution, false),
    })
  const losePower = (execution: Execution) => share.losePowerAt(phase, execution, request)
  let started = performance.now()
  for (let next = foretold.advance(); next.kind !== 'done'; next = foretold.advance()) {
    if (next.kind === 'unlearned') {
      const known = share.executor.lessons
      const scheduler = new AsForetold(next.schedule, request.seed + known)
      if (!(yield* carryOut(scheduler))) return 'failed'
      if (share.executor.lessons === known) return 'unforeseeable'
    } else if (next.kind === 'moment') {
      if (!(yield* losePower(next.execution))) return 'failed'
    } else if (next.kind === 'ended') {
      const execution = share.judged(next.execution)
      onExecution(execution, true)
      if (!(yield* losePower(execution))) return 'failed'
      if (share.takeIn(phase, execution)) {
        if (!(yield* carryOut(asItWas(execution), execution))) return 'failed'
      } else checks.offer(execution)
    }
    if (next.kind !== 'on' && next.kind !== 'moment' && !mayGoOn()) return 'over'
    if (performance.now() - started < partMillis) continue
    await share.heartbeat.yield()
    if (!mayGoOn()) return 'over'
    yield undefined
    // By now, others may have found that what was learned says nothing.
    if (!mayGoOn()) return 'over'
    started = performance.now()
  }
  for (const execution of checks.take()) {
    if (!mayGoOn()) return 'over'
    if (!(yield* carryOut(asItWas(execution), execution))) return 'failed'
    share.countCheck()
    yield undefined
  }
  return 'done'
}

function asItWas(execution: Execution): AsForetold {
  return new AsForetold(scheduleOf(execution.log()), 0)
}
