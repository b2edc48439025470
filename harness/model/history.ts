import type { SpecifiedCall } from './specification.ts'
import type { Value } from './value.ts'

/** A call with its place in real time. Only the order of two places of one history means anything. */
export interface HistoryCall extends Omit<SpecifiedCall, 'returned'> {
  readonly begin: number
  /** By when it must have taken effect; null where it may never have: it was rejected, killed, or is still pending. */
  readonly by: number | null
  /** When its writer was told of its end: what that writer begins later comes after it. Null where it never was. */
  readonly acknowledged: number | null
  /** What it returned; absent where that is not to be held against the specification. */
  readonly returned?: { readonly value?: Value }
}

/** A load, or a look that came to the same. */
export interface HistoryLook {
  readonly begin: number
  readonly end: number
  readonly session: string
  readonly at: 'between' | 'restart' | 'end'
  /** What it gave; absent where that is `undefined`. */
  readonly value?: Value
}

/** Calls and loads on one state, as plain data. */
export interface History {
  readonly calls: readonly HistoryCall[]
  readonly looks: readonly HistoryLook[]
}
