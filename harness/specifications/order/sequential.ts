import type { HistoryCall, HistoryLook } from '../../model/history.ts'
import type { Specification, SpecifiedCall } from '../../model/specification.ts'
import { isSameAsJson } from './same-as-json.ts'
import { SpecificationError, StateNames } from './state-names.ts'

/** A specification that is carried out one call after the other, and watched: it must leave earlier states alone. */
export class Sequential<State> {
  readonly #specification: Specification<State>
  readonly #names = new StateNames()
  readonly #initial: State
  readonly #initialName: string

  constructor(specification: Specification<State>, calls: readonly SpecifiedCall[]) {
    this.#specification = specification
    for (const { document } of calls) this.#names.freeze(document)
    this.#initial = specification.initial()
    this.#names.freeze(this.#initial)
    this.#initialName = this.#names.nameOf(this.#initial)
  }

  initial(): State {
    return this.#initial
  }

  /** The name of a state, the same for equal ones. */
  nameOf(state: State): string {
    return this.#names.nameOf(state)
  }

  /** The state after a call; null where the call cannot have returned what it did. */
  apply(
    state: State,
    { name, document, writer, call, returned }: HistoryCall,
  ): { readonly after: State } | null {
    const isFrozen = this.#names.freeze(state)
    const before = isFrozen ? '' : this.nameOf(state)
    const told = returned?.value === undefined ? {} : { returned: returned.value }
    const applied = this.#specification.apply(state, { name, document, writer, call, ...told })
    if (typeof applied !== 'object' || applied === null || !('state' in applied))
      throw new SpecificationError(
        `its apply(state, call) gives ${typeof applied} for ${name}; expected { state, returns }`,
      )
    if (!isFrozen && this.nameOf(state) !== before)
      throw new SpecificationError(
        `its apply(state, call) changes the state that it is given for ${name}; expected a new one`,
      )
    if (returned && applied.returns !== undefined && !isSameAsJson(returned.value, applied.returns))
      return null
    this.#names.freeze(applied.state)
    return { after: applied.state }
  }

  /** Whether a load gives this of that state. Nothing at all is what there is before any call. */
  fits(state: State, { value }: HistoryLook): boolean {
    if (isNothing(value) && this.nameOf(state) === this.#initialName) return true
    return this.#specification.equals?.(value, state) ?? isSameAsJson(value, state)
  }

  mayBecome(state: State, { value }: HistoryLook, left: () => readonly SpecifiedCall[]): boolean {
    if (!this.#specification.mayBecome) return true
    if (isNothing(value) && this.nameOf(state) === this.#initialName) return true
    return this.#specification.mayBecome(state, value, left())
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null
}
