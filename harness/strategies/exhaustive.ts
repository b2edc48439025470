import type { Access } from '../model/access.ts'
import { NotRepeated } from '../model/errors.ts'
import type { Choice } from '../model/schedule.ts'
import type { Chosen, DecisionPoint, Scheduler } from '../model/strategy.ts'
import { FewSwitches } from './few-switches.ts'
import type { Frontier } from './frontier.ts'
import { PersistentSets } from './persistent-sets.ts'
import { costOf, labelOf, StateGraph } from './state-graph.ts'

export interface ExhaustiveOptions {
  /** First all executions with no switch, then with one, …: so many passes. */
  readonly boundedPasses?: number
  /** After that, leaves out orders of steps that have nothing to do with each other; else makes every choice. */
  readonly reduced?: boolean
}

const defaultPasses = 3

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
  /** Why the search can no longer call anything exhausted; null where it can. */
  broken: string | null = null
  readonly #fewSwitches: FewSwitches
  readonly #reduced: boolean
  frontier: Frontier

  constructor({ boundedPasses = defaultPasses, reduced = true }: ExhaustiveOptions = {}) {
    this.#reduced = reduced
    this.#fewSwitches = new FewSwitches(this.graph, boundedPasses)
    this.frontier = this.#fewSwitches
  }

  /** Switches allowed at present; those with fewer have all been tried. */
  get bound(): number {
    return this.#fewSwitches.bound
  }

  get isDone(): boolean {
    return this.executions > 0 && this.frontier.untried === 0
  }

  /** The scheduler of the next execution. */
  begin(): Walk {
    this.executions += 1
    return new Walk(this)
  }

  /** After each execution, and wherever nothing is left to be tried with so many switches. */
  ended(): void {
    if (this.frontier !== this.#fewSwitches) return
    this.#fewSwitches.advance()
    if (this.#reduced && this.bound === Infinity) this.frontier = new PersistentSets(this.graph)
  }
}

type Arrival = Pick<DecisionPoint, 'choices' | 'ahead' | 'waitsForLock' | 'made' | 'stateKey' | 'access'>

/** One execution of the search, which may also be taken up again from where it was. */
export class Walk implements Scheduler {
  readonly needsState = true
  readonly #search: Exhaustive
  /** Where the latest choice was made; -1 at the start. */
  #from = -1
  #choice = -1
  #last = 0
  #spent = 0
  #made = 0

  constructor(search: Exhaustive) {
    this.#search = search
  }

  /** The same, from where each goes on by itself. */
  fork(): Walk {
    const fork = new Walk(this.#search)
    fork.#from = this.#from
    fork.#choice = this.#choice
    fork.#last = this.#last
    fork.#spent = this.#spent
    fork.#made = this.#made
    return fork
  }

  choose(point: DecisionPoint): Chosen {
    const { frontier } = this.#search
    const here = this.arrive(point)
    const choice =
      frontier.towardsUntried(here, this.#last, this.#spent) ?? frontier.onwards(here, this.#last)
    this.take(here, choice, point.made)
    return { choice: point.choices[choice] as Chosen['choice'] }
  }

  /** @param made how many decisions there were before */
  take(here: number, choice: number, made: number): void {
    const node = this.#search.graph.at(here)
    this.#spent += costOf(node, choice, this.#last)
    this.#from = here
    this.#choice = choice
    this.#last = node.writers[choice] as number
    this.#made = made + 1
  }

  ended(point: Omit<DecisionPoint, 'choices' | 'decisionOf'>): void {
    this.arrive({ ...point, choices: [] })
    this.#search.ended()
  }

  /**
   * @returns the number of the state in which the execution is
   * @throws NotRepeated where a choice does not lead where it led before.
   */
  arrive({ choices, ahead = [], waitsForLock = false, made, stateKey, access }: Arrival): number {
    const { graph } = this.#search
    if (made !== this.#made) this.#break('an execution went on by itself, since no call had settled for long')
    const key = stateKey()
    const known = graph.find(key)
    const here = known ?? graph.add(key, choices, ahead.length > 0 || waitsForLock || mayHoldBack(choices))
    const labels = known === undefined ? null : graph.at(known).labels
    if (labels && !isOffered(labels, choices))
      this.#break(
        `one state offers two lists of choices: ${labels.join(', ')}, then ${choices.map(labelOf).join(', ')}`,
      )
    if (this.#from === -1) {
      if (here !== 0) this.#break('two executions began differently')
      return here
    }
    this.#connect(here, access())
    return here
  }

  #connect(here: number, access: Access): void {
    const { graph, frontier } = this.#search
    const { next, labels, accesses } = graph.at(this.#from)
    const [known, label] = [next[this.#choice], labels[this.#choice]]
    const number = graph.numberOf(access)
    if (known === null) {
      graph.connect(this.#from, this.#choice, here, number)
      frontier.connected(this.#from, this.#choice)
    } else if (known !== here)
      this.#break(`${label} led to two different states when it was carried out twice`)
    else if (accesses[this.#choice] !== number)
      this.#break(`${label} touched two different sets of files when it was carried out twice`)
  }

  #break(why: string): never {
    this.#search.broken = why
    throw new NotRepeated(why, `the search cannot be complete: ${why}`)
  }
}

function isOffered(labels: readonly string[], choices: readonly Choice[]): boolean {
  return labels.length === choices.length && labels.every((label, at) => label === labelOf(choices[at]!))
}

/** Whether the start of a call, which no timer waits for, may lead to steps that one of these timers waits for. */
function mayHoldBack(choices: readonly Choice[]): boolean {
  // What one writer locks, another one waits for.
  if (choices.some(({ step }) => step.op === 'lock')) return true
  return choices.some(({ step }) => step.op === 'begin') && choices.some(({ step }) => step.op === 'timer')
}
