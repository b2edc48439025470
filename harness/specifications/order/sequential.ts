import type { HistoryCall, HistoryLook } from '../../model/history.ts'
import type { Specification, SpecifiedCall } from '../../model/specification.ts'
import { isNothing, isSameAsJson } from './same-as-json.ts'
import { SpecificationError, StateNames } from './state-names.ts'

/** A state that calls have led to, with what the specification was asked about it. */
export interface Reached<State> {
  readonly state: State
  /** By call, where it leads to; null where it cannot have returned what it did. */
  readonly after: Map<HistoryCall, Reached<State> | null>
  /** By look, whether a load may give what it gave. */
  readonly fitting: Map<HistoryLook, boolean>
  /** Of all that are equal the first one, and its number: see `first`. */
  first: First<State> | null
}

export interface First<State> {
  readonly reached: Reached<State>
  readonly number: number
}

/** A specification that is carried out one call after the other, and watched: it must leave earlier states alone. */
export class Sequential<State> {
  readonly #specification: Specification<State>
  readonly #names = new StateNames()
  readonly #firsts = new Map<string, First<State>>()
  readonly #initialName: string
  readonly initial: Reached<State>

  constructor(specification: Specification<State>, calls: readonly SpecifiedCall[]) {
    this.#specification = specification
    for (const { document } of calls) this.#names.freeze(document)
    this.initial = reachedAs(specification.initial())
    this.#names.freeze(this.initial.state)
    this.#initialName = this.#names.nameOf(this.initial.state)
  }

  /** Of all states that are equal, the one that was met first: what was asked about it need not be asked again. */
  first(reached: Reached<State>): First<State> {
    if (reached.first) return reached.first
    const name = this.#names.nameOf(reached.state)
    let first = this.#firsts.get(name)
    if (!first) this.#firsts.set(name, (first = { reached, number: this.#firsts.size }))
    reached.first = first
    return first
  }

  /** Where a call leads to; null where it cannot have returned what it did. */
  after(before: Reached<State>, call: HistoryCall): Reached<State> | null {
    let after = before.after.get(call)
    if (after === undefined) before.after.set(call, (after = this.#apply(before, call)))
    return after
  }

  /** Whether a load gives this of that state. Nothing at all is what there is before any call. */
  fits(reached: Reached<State>, look: HistoryLook): boolean {
    let fits = reached.fitting.get(look)
    if (fits === undefined) reached.fitting.set(look, (fits = this.#fits(reached, look)))
    return fits
  }

  mayBecome(reached: Reached<State>, { value }: HistoryLook, left: () => readonly SpecifiedCall[]): boolean {
    if (!this.#specification.mayBecome) return true
    if (isNothing(value) && this.#isInitial(reached)) return true
    return this.#specification.mayBecome(reached.state, value, left())
  }

  #fits(reached: Reached<State>, { value }: HistoryLook): boolean {
    if (isNothing(value) && this.#isInitial(reached)) return true
    const { state } = reached
    return this.#specification.equals?.(value, state) ?? isSameAsJson(value, state)
  }

  #apply({ state }: Reached<State>, { name, document, writer, call, returned }: HistoryCall) {
    const isFrozen = this.#names.freeze(state)
    const before = isFrozen ? '' : this.#names.nameOf(state)
    const told = returned?.value === undefined ? {} : { returned: returned.value }
    const applied = this.#specification.apply(state, { name, document, writer, call, ...told })
    if (typeof applied !== 'object' || applied === null || !('state' in applied))
      throw new SpecificationError(
        `its apply(state, call) gives ${typeof applied} for ${name}; expected { state, returns }`,
      )
    if (!isFrozen && this.#names.nameOf(state) !== before)
      throw new SpecificationError(
        `its apply(state, call) changes the state that it is given for ${name}; expected a new one`,
      )
    if (returned && applied.returns !== undefined && !isSameAsJson(returned.value, applied.returns))
      return null
    this.#names.freeze(applied.state)
    return reachedAs(applied.state)
  }

  #isInitial(reached: Reached<State>): boolean {
    return this.#names.nameOf(reached.state) === this.#initialName
  }
}

function reachedAs<State>(state: State): Reached<State> {
  return { state, after: new Map(), fitting: new Map(), first: null }
}
