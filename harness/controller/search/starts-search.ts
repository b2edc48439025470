import type { Workload } from '../../model/workload.ts'
import { Exhaustive } from '../../strategies/exhaustive.ts'
import type { Execution } from '../execute/execution.ts'

export interface Part {
  readonly workload: Workload
  readonly search: Exhaustive
}

/**
 * Every interleaving of a workload, whether its calls begin at once or their starts are steps. Where no call has ever
 * begun beside work that was under way, there is nothing that a start could come after, and the second search is left
 * out. Two searches take turns: what needs the one or the other is found as soon.
 */
export class StartsSearch {
  readonly #options: { readonly reduced: boolean }
  readonly #parts: Part[]
  #turn = 0
  /** Carried out. */
  executions = 0
  /** Foretold instead. */
  predicted = 0
  /** The system decided an order in one of its executions: to search all choices is not to search all orders. */
  keptWaiting = false

  constructor(workload: Workload, options: { readonly reduced: boolean }) {
    this.#options = options
    this.#parts = [this.#part(workload)]
  }

  /** However they came about. */
  get total(): number {
    return this.executions + this.predicted
  }

  get states(): number {
    return this.#parts.reduce((sum, { search }) => sum + search.graph.nodes.length, 0)
  }

  /** Choices that are known to be missing. */
  get untried(): number {
    return this.#parts.reduce((sum, { search }) => sum + search.frontier.untried, 0)
  }

  /** What the next execution is to be of; null where all is searched. */
  next(): Part | null {
    const left = this.#parts.filter(({ search }) => !search.isDone)
    this.#turn += 1
    return left[this.#turn % left.length] ?? null
  }

  /** Takes in what came of an execution. */
  learn(
    { hasDeferred, keptWaiting }: Pick<Execution, 'hasDeferred' | 'keptWaiting'>,
    isForetold = false,
  ): void {
    if (isForetold) this.predicted += 1
    else this.executions += 1
    this.keptWaiting ||= keptWaiting
    const [atOnce] = this.#parts
    if (!hasDeferred || !atOnce || this.#parts.length > 1) return
    this.#parts.push(this.#part({ ...atOnce.workload, startsAreSteps: true }))
  }

  #part(workload: Workload): Part {
    return { workload, search: new Exhaustive({ boundedPasses: 0, ...this.#options }) }
  }
}
