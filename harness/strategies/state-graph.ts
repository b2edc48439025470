import type { Choice } from '../model/schedule.ts'

/** A state that was reached: what can be chosen there, and where each choice leads. */
export interface StateNode {
  readonly key: string
  /** Each writer's steps by name, and whose they are. */
  readonly labels: readonly string[]
  readonly writers: readonly number[]
  /** By choice, whether its writer could go on by itself: a timer waits for time to pass. */
  readonly goesOn: readonly boolean[]
  /** By choice, the number of the state that it leads to; null where it was never made. */
  readonly next: (number | null)[]
  /** By the writer that went last, the most switches for which all that follows has been tried. */
  readonly triedUpTo: Map<number, number>
}

/** All states reached so far. Invariant: no way leads back, since each step adds to what its writer has observed. */
export class StateGraph {
  readonly nodes: StateNode[] = []
  /** Choices that were never made, in all states. */
  untried = 0
  readonly #byKey = new Map<string, number>()

  find(key: string): number | undefined {
    return this.#byKey.get(key)
  }

  add(key: string, choices: readonly Choice[]): number {
    const number = this.nodes.length
    this.#byKey.set(key, number)
    this.nodes.push({
      key,
      labels: choices.map(labelOf),
      writers: choices.map(({ writer }) => writer),
      goesOn: choices.map(({ step }) => step.op !== 'timer'),
      next: choices.map(() => null),
      triedUpTo: new Map(),
    })
    this.untried += choices.length
    return number
  }

  /** Notes where a choice has led. */
  connect(from: number, choice: number, to: number): void {
    this.at(from).next[choice] = to
    this.untried -= 1
  }

  at(number: number): StateNode {
    return this.nodes[number] as StateNode
  }

  /**
   * A choice that was never made, or behind which such a choice lies, within so many switches; null where all of that
   * has been tried.
   *
   * @param last the writer that went last; 0 at the start
   */
  towardsUntried(number: number, last: number, switches: number): number | null {
    const node = this.at(number)
    if ((node.triedUpTo.get(last) ?? -1) >= switches) return null
    const affordable = this.#inOrder(node, last).filter((choice) => costOf(node, choice, last) <= switches)
    const fresh = affordable.find((choice) => node.next[choice] === null)
    if (fresh !== undefined) return fresh
    for (const choice of affordable) {
      const left = switches - costOf(node, choice, last)
      if (this.towardsUntried(node.next[choice] as number, node.writers[choice] as number, left) !== null)
        return choice
    }
    node.triedUpTo.set(last, switches)
    return null
  }

  /** Some choice that costs no switch: there always is one. */
  free(number: number, last: number): number {
    return this.#inOrder(this.at(number), last)[0] as number
  }

  /** What costs nothing first, and timers last: a lock's retry loop would starve the lock's holder. */
  #inOrder(node: StateNode, last: number): number[] {
    const rankOf = (choice: number) => 2 * costOf(node, choice, last) + Number(!node.goesOn[choice])
    return [...node.labels.keys()].toSorted((one, other) => rankOf(one) - rankOf(other))
  }
}

/** 1 where the choice leaves a writer that could have gone on: one that only waits for a timer could not. */
export function costOf(node: Pick<StateNode, 'writers' | 'goesOn'>, choice: number, last: number): number {
  if (last === 0 || node.writers[choice] === last) return 0
  return node.writers.some((writer, index) => writer === last && node.goesOn[index]) ? 1 : 0
}

export function labelOf({ writer, step, fault }: Choice): string {
  return `w${writer} step ${step.id} (${step.op})${fault ? ` ${JSON.stringify(fault)}` : ''}`
}
