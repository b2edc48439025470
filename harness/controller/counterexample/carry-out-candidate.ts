import { withOfferedFaults } from '../../strategies/with-offered-faults.ts'
import {
  again,
  requestFor,
  searchFor,
  type Candidate,
  type CandidateSearch,
  type Searched,
} from './candidate.ts'
import { CandidateLosses } from './candidate-losses.ts'

/**
 * Searches a candidate, few switches first, and carries out each of its executions.
 *
 * @throws HarnessError or ProgramGone as `Executor.perform` does.
 */
export function carryOutCandidate(candidate: Candidate, options: CandidateSearch): Searched {
  const { executor, isOver, executions, strikes, losesPower } = options
  const search = searchFor(options)
  const losses = losesPower && new CandidateLosses(candidate, executor, losesPower)
  const request = requestFor(candidate, options)
  while (!search.isDone) {
    if (isOver()) return { found: null, bound: 'time' }
    if (search.executions >= executions) return { found: null, bound: 'executions' }
    const inner = search.begin()
    const scheduler = strikes ? withOfferedFaults(inner, strikes.menu, strikes.most) : inner
    const execution = executor.perform({ ...request, scheduler })
    const found = losses ? losses.seek(execution, isOver) : again(candidate, execution)
    if (found === 'over') return { found: null, bound: 'time' }
    if (found) return { found }
  }
  return { found: null, bound: losses?.isCut ? 'images' : null }
}
