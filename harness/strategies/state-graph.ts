import type { Access } from '../model/access.ts'
import type { Choice } from '../model/schedule.ts'

/** What can be chosen. Many states offer the same. */
interface Offers {
  /** Each writer's steps by name, and whose they are. */
  readonly labels: readonly string[]
  readonly writers: readonly number[]
  /** By choice, whether its writer could go on by itself: a timer waits for time to pass. */
  readonly goesOn: readonly boolean[]
  /** By writer that went last, the choices in order, where somebody has asked: see `inOrder`. */
  readonly orders: (readonly number[] | undefined)[]
}

/** A state that was reached: what can be chosen there, and where each choice leads. */
export interface StateNode extends Offers {
  readonly key: string
  /** A timer waits there that may only fire once others have gone on. */
  readonly isHeldBack: boolean
  /** By choice, the number of the state that it leads to; null where it was never made. */
  readonly next: (number | null)[]
  /** By choice that was made, the number of what its step had to do with. */
  readonly accesses: number[]
}

/** All states reached so far. Invariant: no way leads back, since each step adds to what its writer has observed. */
export class StateGraph {
  readonly nodes: StateNode[] = []
  /** What steps have had to do with, each once. */
  readonly accesses: Access[] = []
  /** Choices that were never made, in all states. */
  untried = 0
  readonly #byKey = new Map<string, number>()
  readonly #byAccess = new Map<string, number>()
  readonly #byOffers = new Map<string, Offers>()

  find(key: string): number | undefined {
    return this.#byKey.get(key)
  }

  add(key: string, choices: readonly Choice[], isHeldBack = false): number {
    const number = this.nodes.length
    this.#byKey.set(key, number)
    this.nodes.push({
      key,
      ...this.#offersOf(choices),
      isHeldBack,
      next: choices.map(() => null),
      accesses: choices.map(() => -1),
    })
    this.untried += choices.length
    return number
  }

  #offersOf(choices: readonly Choice[]): Offers {
    const labels = choices.map(labelOf)
    const name = labels.join('\n')
    const known = this.#byOffers.get(name)
    if (known) return known
    const offers = {
      labels,
      writers: choices.map(({ writer }) => writer),
      goesOn: choices.map(({ step }) => step.op !== 'timer'),
      orders: [],
    }
    this.#byOffers.set(name, offers)
    return offers
  }

  /** Notes where a choice has led, and what it had to do with. */
  connect(from: number, choice: number, to: number, access: number): void {
    const node = this.at(from)
    node.next[choice] = to
    node.accesses[choice] = access
    this.untried -= 1
  }

  at(number: number): StateNode {
    return this.nodes[number] as StateNode
  }

  /** The number of an access: the same for equal ones. */
  numberOf(access: Access): number {
    const key = JSON.stringify(access)
    let number = this.#byAccess.get(key)
    if (number === undefined) {
      number = this.accesses.length
      this.accesses.push(access)
      this.#byAccess.set(key, number)
    }
    return number
  }
}

const alone = [0]

/** Choices, those that cost no switch first, and timers last: a lock's retry loop would starve the lock's holder. */
export function inOrder(node: StateNode, last: number): readonly number[] {
  if (node.labels.length === 1) return alone
  return (node.orders[last] ??= ordered(node, last))
}

function ordered(node: StateNode, last: number): readonly number[] {
  const ranks = node.labels.map((_, choice) => 2 * costOf(node, choice, last) + Number(!node.goesOn[choice]))
  return [...node.labels.keys()].toSorted((one, other) => ranks[one]! - ranks[other]!)
}

/** 1 where the choice leaves a writer that could have gone on: one that only waits for a timer could not. */
export function costOf(node: Pick<StateNode, 'writers' | 'goesOn'>, choice: number, last: number): number {
  if (last === 0 || node.writers[choice] === last) return 0
  return node.writers.some((writer, index) => writer === last && node.goesOn[index]) ? 1 : 0
}

export function labelOf({ writer, step, fault }: Choice): string {
  return `w${writer} step ${step.id} (${step.op})${fault ? ` ${JSON.stringify(fault)}` : ''}`
}
