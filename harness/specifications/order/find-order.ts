import type { History, HistoryCall, HistoryLook } from '../../model/history.ts'
import type { Specification } from '../../model/specification.ts'
import { withDocuments } from '../../model/value.ts'
import { Sequential, type Reached } from './sequential.ts'

/** What came of a search for one order of calls and looks that the specification allows. */
export type Found<State> =
  | { readonly kind: 'order'; readonly calls: readonly HistoryCall[]; readonly state: State }
  | { readonly kind: 'none' }
  /** Too many orders had to be tried. */
  | { readonly kind: 'undecided' }

/** A call takes some microseconds, so that this is over in about a second. */
const mostTries = 300_000

/** So many bits fit into a small integer, and leave room in a number for that of a state. */
const mostBits = 24

type Operation =
  | { readonly kind: 'call'; readonly call: HistoryCall; readonly begin: number; readonly by: number }
  | { readonly kind: 'look'; readonly look: HistoryLook; readonly begin: number; readonly by: number }

/** A place in the search: what was put in order so far is linked backwards. */
interface Node<State> {
  readonly reached: Reached<State>
  readonly taken: number
  readonly before: Node<State> | null
  /** Other calls that may come next instead; tried last to first. */
  readonly others: number[]
}

/**
 * Puts the calls and looks of a history into one order that the specification allows: each call that must have taken
 * effect is in it, between its begin and its end; each other one may be, at any time after its begin; each look gives
 * the state at its place. (Wing and Gong, Testing and Verifying Concurrent Objects, Journal of Parallel and Distributed
 * Computing 17, 1993; with what was tried already remembered as in Lowe, Testing for Linearizability, Concurrency and
 * Computation 29(4), 2017.) A look that fits is taken at once: it changes nothing, and holds others back.
 *
 * A writer's deferred call comes before what that writer begins once it was acknowledged, though it may take effect
 * later than that.
 *
 * @throws SpecificationError where the specification does not keep to its interface; what its functions throw.
 */
export function findOrder<State>(history: History, specification: Specification<State>): Found<State> {
  return new Search(history, specification).run()
}

class Search<State> {
  readonly #operations: readonly Operation[]
  readonly #sequential: Sequential<State>
  readonly #isTaken: Uint8Array
  /** How many must still be put in order. */
  #left: number
  /** All before it are taken, or may be left out. */
  #first = 0
  #tries = 0
  readonly #tried = new Set<string | number>()

  constructor(history: History, specification: Specification<State>) {
    const byName = new Map(history.calls.map(({ writer, call, document }) => [`${writer} ${call}`, document]))
    const original = (value: unknown) =>
      withDocuments(value, ({ writer, call }) => byName.get(`${writer} ${call}`))
    this.#sequential = new Sequential(specification, history.calls)
    const calls = history.calls.map((call): Operation => {
      const returned = call.returned && { value: original(call.returned.value) }
      return {
        kind: 'call',
        call: returned ? { ...call, returned } : call,
        begin: call.begin,
        by: call.by ?? Infinity,
      }
    })
    const looks = history.looks.map((look): Operation => {
      const value = original(look.value)
      return { kind: 'look', look: { ...look, value }, begin: look.begin, by: look.end }
    })
    this.#operations = [...calls, ...looks].toSorted((one, other) => one.begin - other.begin)
    this.#isTaken = new Uint8Array(this.#operations.length)
    this.#left = this.#operations.filter(isNeeded).length
  }

  run(): Found<State> {
    let node: Node<State> | null = this.#next(this.#sequential.initial, null, -1)
    while (node) {
      if (this.#left === 0) return this.#found(node)
      if (this.#tries > mostTries) return { kind: 'undecided' }
      node = this.#forward(node) ?? this.#back(node)
    }
    return { kind: 'none' }
  }

  /** Takes one more call; null where none is left that has not been tried here. */
  #forward(node: Node<State>): Node<State> | null {
    for (let index = node.others.pop(); index !== undefined; index = node.others.pop()) {
      const operation = this.#operations[index] as Operation
      if (operation.kind !== 'call') continue
      this.#tries += 1
      const after = this.#sequential.after(node.reached, operation.call)
      if (!after) continue
      this.#take(index)
      const next = this.#next(after, node, index)
      if (next) return next
      this.#giveBack(index)
    }
    return null
  }

  #back(node: Node<State>): Node<State> | null {
    this.#giveBack(node.taken)
    return node.before
  }

  /** Null where this place was tried before, or leads nowhere. */
  #next(reached: Reached<State>, before: Node<State> | null, taken: number): Node<State> | null {
    const { fitting, calls, next } = this.#candidates(reached)
    // A look that fits is a place of its own, with nothing to choose.
    if (fitting !== null) {
      this.#take(fitting)
      const node = this.#next(reached, { reached, taken, before, others: [] }, fitting)
      if (!node) this.#giveBack(fitting)
      return node
    }
    if (this.#left > 0 && calls.length === 0) return null
    const left = () =>
      this.#operations.flatMap((each, index) =>
        each.kind === 'call' && this.#isTaken[index] === 0 ? [each.call] : [],
      )
    if (calls.length > 1) {
      for (const look of next) if (!this.#sequential.mayBecome(reached, look, left)) return null
      const first = this.#sequential.first(reached)
      const name = this.#placeName(first.number)
      if (this.#tried.has(name)) return null
      this.#tried.add(name)
      return { reached: first.reached, taken, before, others: calls }
    }
    return { reached, taken, before, others: calls }
  }

  /** What may come next: only what no other must precede. */
  #candidates(reached: Reached<State>): { fitting: number | null; calls: number[]; next: HistoryLook[] } {
    let firstEnd = Infinity
    /** By writer, the first acknowledgement of what it has deferred, which comes before what it began later. */
    let deferred: Map<number, number> | undefined
    const calls: number[] = []
    const next: HistoryLook[] = []
    const all = this.#operations
    while (this.#first < all.length && this.#isTaken[this.#first] === 1) this.#first += 1
    for (let index = this.#first; index < all.length; index += 1) {
      if (this.#isTaken[index] === 1) continue
      const operation = all[index] as Operation
      if (operation.begin > firstEnd) break
      if (operation.kind === 'look') {
        if (this.#sequential.fits(reached, operation.look)) return { fitting: index, calls, next }
        next.push(operation.look)
      } else {
        const { writer, by, acknowledged: told } = operation.call
        const earlier = deferred?.get(writer) ?? Infinity
        if (operation.begin <= earlier) calls.push(index)
        if (by !== null && told !== null && told < by)
          (deferred ??= new Map()).set(writer, Math.min(earlier, told))
      }
      firstEnd = Math.min(firstEnd, operation.by)
    }
    const last = all.at(-1)
    const isLeft = this.#isTaken[all.length - 1] === 0
    if (last?.kind === 'look' && isLeft && !next.includes(last.look)) next.push(last.look)
    return { fitting: null, calls: calls.toReversed(), next }
  }

  /** A state, and which operations are taken, as bits from the first that is not. */
  #placeName(number: number): string | number {
    if (this.#operations.length <= mostBits) return number * 2 ** mostBits + this.#takenBits(0, mostBits)
    let name = `${number} ${this.#first}`
    for (let from = this.#first; from < this.#operations.length; from += 32) {
      const bits = this.#takenBits(from, 32)
      if (bits !== 0) name += ` ${from} ${bits}`
    }
    return name
  }

  #takenBits(from: number, length: number): number {
    let bits = 0
    for (let index = from; index < from + length; index += 1) bits = (bits << 1) | (this.#isTaken[index] ?? 0)
    return bits
  }

  #take(index: number): void {
    this.#isTaken[index] = 1
    this.#left -= Number(isNeeded(this.#operations[index] as Operation))
  }

  #giveBack(index: number): void {
    if (index < 0) return
    this.#isTaken[index] = 0
    this.#left += Number(isNeeded(this.#operations[index] as Operation))
    this.#first = Math.min(this.#first, index)
  }

  #found(node: Node<State>): Found<State> {
    const calls: HistoryCall[] = []
    for (let each: Node<State> | null = node; each; each = each.before) {
      const operation = this.#operations[each.taken]
      if (operation?.kind === 'call') calls.unshift(operation.call)
    }
    return { kind: 'order', calls, state: node.reached.state }
  }
}

function isNeeded({ by }: Operation): boolean {
  return by < Infinity
}
