import type { Frontier } from './frontier.ts'
import { costOf, inOrder, type StateGraph } from './state-graph.ts'

/**
 * Every choice in every state, few switches first (Musuvathi and Qadeer, PLDI 2007): what is found is then known to need
 * so many.
 */
export class FewSwitches implements Frontier {
  /** Switches allowed at present; executions with fewer have all been tried. */
  bound = 0
  readonly #graph: StateGraph
  readonly #passes: number
  /** By state and the writer that went last, the most switches for which all that follows has been tried. */
  readonly #triedUpTo = new Map<number, Map<number, number>>()

  /** @param passes bounds 0, 1, … that come one after the other, before all the rest */
  constructor(graph: StateGraph, passes: number) {
    this.#graph = graph
    this.#passes = passes
    if (passes === 0) this.bound = Infinity
  }

  get untried(): number {
    return this.#graph.untried
  }

  connected(): void {}

  /** Allows more switches where all else was tried. */
  advance(): void {
    while (this.untried > 0 && this.#towards(0, 0, this.bound) === null) {
      this.bound = this.bound + 1 < this.#passes ? this.bound + 1 : Infinity
    }
  }

  towardsUntried(number: number, last: number, spent: number): number | null {
    return this.#towards(number, last, this.bound - spent)
  }

  onwards(number: number, last: number): number {
    return inOrder(this.#graph.at(number), last)[0] as number
  }

  #towards(number: number, last: number, switches: number): number | null {
    const node = this.#graph.at(number)
    if ((this.#triedUpTo.get(number)?.get(last) ?? -1) >= switches) return null
    const affordable = inOrder(node, last).filter((choice) => costOf(node, choice, last) <= switches)
    const fresh = affordable.find((choice) => node.next[choice] === null)
    if (fresh !== undefined) return fresh
    for (const choice of affordable) {
      const left = switches - costOf(node, choice, last)
      if (this.#towards(node.next[choice] as number, node.writers[choice] as number, left) !== null)
        return choice
    }
    let tried = this.#triedUpTo.get(number)
    if (!tried) this.#triedUpTo.set(number, (tried = new Map()))
    tried.set(last, switches)
    return null
  }
}
