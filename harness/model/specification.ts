import type { Document } from './document.ts'

/** One call, as a specification is told of it. */
export interface SpecifiedCall {
  /** The target's name of the operation. */
  readonly name: string
  readonly document: Document
  readonly writer: number
  /** Counts the writer's calls from 1. */
  readonly call: number
  /** What it returned, as JSON; absent where it returned nothing, and of one that was not acknowledged. */
  readonly returned?: unknown
}

/** What a call makes of a state. */
export interface Applied<State> {
  readonly state: State
  /** What the call must return, compared as JSON; where it is `undefined`, anything goes. */
  readonly returns?: unknown
}

/**
 * The sequential model that a store is held against. Its states are plain data: objects, arrays, Map, Set, Date, bytes
 * and primitives. `apply` gives a new state, and leaves the one that it is given as it is.
 */
export interface Specification<State = unknown> {
  readonly name: string
  /** True of `register()` alone: it is judged in a shorter way than others. */
  readonly isRegister?: true
  /** `store`: all sessions are parts of one state. Default: as the target's `load` or `read` has it. */
  readonly scope?: 'session' | 'store'
  initial(): State
  apply(state: State, call: SpecifiedCall): Applied<State>
  /** Whether this is what a load gives of that state. Default: they are equal as JSON. */
  equals?(loaded: unknown, state: State): boolean
  /**
   * False where no calls that are left can lead from this state to one of which a load gives this. It is a hint: it
   * makes the search for an order shorter, and changes none of what that finds.
   */
  mayBecome?(state: State, loaded: unknown, left: readonly SpecifiedCall[]): boolean
}
