import { HarnessFault } from '../model/errors.ts'
import type { Chosen, DecisionPoint, Scheduler } from '../model/strategy.ts'
import { costOf, labelOf, StateGraph } from './state-graph.ts'

/** Few switches first (Musuvathi and Qadeer, PLDI 2007): what is found is then known to need so many. */
const boundedPasses = 3

/**
 * Searches every inequivalent interleaving of one workload, by state caching: a choice is made once in each state, by
 * whatever way that is reached. Executions cannot be taken back, so each begins anew, goes where something was never
 * tried, and then on to its end past as much else as it can. None is cut short: what a target keeps in memory between
 * executions, such as a queue, would be left in the middle.
 *
 * Sound where two states with one key have the same future, and the same verdicts follow from it.
 */
export class Exhaustive {
  readonly graph = new StateGraph()
  executions = 0
  /** Switches allowed at present; those with fewer have all been tried. */
  bound = 0
  /** Why the search can no longer call anything exhausted; null where it can. */
  broken: string | null = null

  get isDone(): boolean {
    return this.executions > 0 && this.graph.untried === 0
  }

  /** The scheduler of the next execution. */
  begin(): Scheduler {
    this.executions += 1
    this.#advanceBound()
    const walk = new Walk(this)
    return walk
  }

  #advanceBound(): void {
    while (this.executions > 1 && !this.isDone && this.graph.towardsUntried(0, 0, this.bound) === null) {
      this.bound = this.bound + 1 < boundedPasses ? this.bound + 1 : Infinity
    }
  }
}

/** One execution of the search. */
class Walk implements Scheduler {
  readonly needsState = true
  readonly #search: Exhaustive
  /** Where the latest choice was made; -1 at the start. */
  #from = -1
  #choice = -1
  #last = 0
  #switches = 0
  #made = 0

  constructor(search: Exhaustive) {
    this.#search = search
  }

  choose(point: DecisionPoint): Chosen {
    const { graph, bound } = this.#search
    const here = this.#arrive(point)
    const left = bound - this.#switches
    const choice = graph.towardsUntried(here, this.#last, left) ?? graph.free(here, this.#last)
    const node = graph.at(here)
    this.#switches += costOf(node, choice, this.#last)
    this.#from = here
    this.#choice = choice
    this.#last = node.writers[choice] as number
    this.#made = point.made + 1
    return { choice: point.choices[choice] as Chosen['choice'] }
  }

  ended(point: Pick<DecisionPoint, 'made' | 'stateKey'>): void {
    this.#arrive({ ...point, choices: [] })
  }

  /** @throws HarnessFault where a choice does not lead where it led before. */
  #arrive({ choices, made, stateKey }: Pick<DecisionPoint, 'choices' | 'made' | 'stateKey'>): number {
    const { graph } = this.#search
    if (made !== this.#made) this.#break('an execution went on by itself, since no call had settled for long')
    const key = stateKey()
    const here = graph.find(key) ?? graph.add(key, choices)
    const { labels } = graph.at(here)
    const isSame =
      labels.length === choices.length && labels.every((label, at) => label === labelOf(choices[at]!))
    if (!isSame)
      this.#break(
        `one state offers two lists of choices: ${labels.join(', ')}, then ${choices.map(labelOf).join(', ')}`,
      )
    if (this.#from === -1) {
      if (here !== 0) this.#break('two executions began differently')
      return here
    }
    const before = graph.at(this.#from)
    const known = before.next[this.#choice]
    if (known === null) graph.connect(this.#from, this.#choice, here)
    else if (known !== here)
      this.#break(`${before.labels[this.#choice]} led to two different states when it was carried out twice`)
    return here
  }

  #break(why: string): never {
    this.#search.broken = why
    throw new HarnessFault(`the search cannot be complete: ${why}`, { process: 'w1' })
  }
}
