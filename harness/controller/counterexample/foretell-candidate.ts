import { NotRepeated, Unlearned } from '../../model/errors.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { Schedule } from '../../model/schedule.ts'
import { AsForetold } from '../../strategies/as-foretold.ts'
import type { Execution } from '../execute/execution.ts'
import { ForetoldSearch } from '../foretelling/foretold-search.ts'
import {
  again,
  requestFor,
  searchFor,
  type Candidate,
  type CandidateSearch,
  type Searched,
} from './candidate.ts'
import { CandidateLosses } from './candidate-losses.ts'

/** An execution takes about as long to carry out as so many steps take to foretell. */
const stepsPerExecution = 50

/**
 * Searches a candidate as `carryOutCandidate` does and in the same order, but carries out only what nobody knows yet, and
 * what shows the violation.
 *
 * @returns null where its executions cannot be foretold: they have to be carried out
 * @throws HarnessError or ProgramGone as `Executor.perform` does.
 */
export function foretellCandidate(candidate: Candidate, options: CandidateSearch): Searched | null {
  const { executor, isOver, executions, strikes, losesPower } = options
  const { seed } = candidate.sought
  const losses = losesPower && new CandidateLosses(candidate, executor, losesPower)
  const request = requestFor(candidate, options)
  const search = new ForetoldSearch({
    search: searchFor(options),
    menu: strikes?.menu ?? null,
    faults: strikes?.most ?? 0,
    losesPower: losses !== null,
    foretell: () => executor.foretell({ ...request, isNamed: true }),
  })
  const carryOut = (schedule: Schedule, onwards: number) =>
    executor.perform({ ...request, scheduler: new AsForetold(schedule, onwards) })
  const judged = (execution: Execution) => ({ ...execution, record: executor.judged(execution.record) })
  const most = executions * stepsPerExecution
  try {
    let steps = 0
    for (let next = search.advance(); next.kind !== 'done'; next = search.advance()) {
      if (isOver()) return { found: null, bound: 'time' }
      if ((steps += 1) > most) return { found: null, bound: 'executions' }
      if (next.kind === 'on') continue
      if (next.kind === 'unlearned') {
        const { lessons } = executor
        carryOut(next.schedule, seed + lessons)
        steps += stepsPerExecution
        if (executor.lessons === lessons) return null
        continue
      }
      const { execution } = next
      if (losses) {
        const found = losses.seek(execution, isOver, execution.steps)
        if (found === 'over') return { found: null, bound: 'time' }
        if (found) return { found }
      } else if (again(candidate, judged(execution))) {
        const found = again(candidate, carryOut(scheduleOf((search.onTheWay() ?? execution).log()), seed))
        return found && { found }
      }
    }
  } catch (error) {
    // It keeps something between executions, or does what nobody decides.
    if (error instanceof NotRepeated || error instanceof Unlearned) return null
    throw error
  }
  return { found: null, bound: losses?.isCut ? 'images' : null }
}
