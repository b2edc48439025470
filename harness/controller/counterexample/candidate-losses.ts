import type { Counterexample } from '../../model/counterexample.ts'
import type { PersistenceName } from '../../model/fault.ts'
import type { Execution } from '../execute/execution.ts'
import type { Executor } from '../executor.ts'
import { judgeCut } from '../power-cut/judge-cut.ts'
import { PowerCuts } from '../power-cut/power-cuts.ts'
import { again, type Candidate } from './candidate.ts'

/** Looks for what is sought in what power losses leave of a candidate's executions. */
export class CandidateLosses {
  readonly #candidate: Candidate
  readonly #executor: Executor
  readonly #models: readonly PersistenceName[]
  readonly #cuts = new PowerCuts()

  constructor(candidate: Candidate, executor: Executor, models: readonly PersistenceName[]) {
    this.#candidate = candidate
    this.#executor = executor
    this.#models = models
  }

  /** True once power losses could have left more than was looked at. */
  get isCut(): boolean {
    return this.#cuts.isCut
  }

  /**
   * @param from only what is lost after this step or a later one
   * @returns the violation, as it was carried out; null where no loss shows it; 'over' where time was
   */
  seek(execution: Execution, isOver: () => boolean, from = 0): Counterexample | null | 'over' {
    const { workload, sought } = this.#candidate
    const { oracle, finding, seed } = sought
    const executor = this.#executor
    const options = { ...executor.forCuts(workload), oracles: [oracle], models: this.#models, seed, from }
    for (const cut of this.#cuts.of(execution, options)) {
      if (isOver()) return 'over'
      const [judgement] = judgeCut(cut, [oracle], { executor, workload, seed, startsAgain: false })
      if (!judgement?.findings.some(({ kind }) => kind === finding.kind)) continue
      const crashed = executor.crash({ workload, seed, schedule: cut.schedule() })
      const found = again(this.#candidate, crashed)
      if (found) return found
    }
    return null
  }
}
