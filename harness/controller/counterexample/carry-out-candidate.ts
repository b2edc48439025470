import { areTimed, memoryOf } from '../../oracles/index.ts'
import { Exhaustive } from '../../strategies/exhaustive.ts'
import { withOfferedFaults } from '../../strategies/with-offered-faults.ts'
import { again, type Candidate, type CandidateSearch, type Searched } from './candidate.ts'
import { CandidateLosses } from './candidate-losses.ts'

/**
 * Searches a candidate, few switches first, and carries out each of its executions.
 *
 * @throws HarnessError or ProgramGone as `Executor.perform` does.
 */
export function carryOutCandidate(candidate: Candidate, options: CandidateSearch): Searched {
  const { executor, isOver, executions, strikes, losesPower } = options
  const { workload, sought } = candidate
  const { oracle, seed } = sought
  // What is lost depends on the order of steps that have nothing to do with each other, too.
  const search = new Exhaustive({ reduced: strikes === null && losesPower === null })
  const losses = losesPower && new CandidateLosses(candidate, executor, losesPower)
  const request = {
    workload,
    seed,
    memoryOf: (record: Parameters<typeof memoryOf>[0]) => memoryOf(record, [oracle]),
    isTimed: areTimed([oracle]),
    recordsDisk: losses !== null,
  }
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
