import type { SpecifiedCall } from './specification.ts'

/** A call with its place in real time. Only the order of two places of one history means anything. */
export interface HistoryCall extends SpecifiedCall {
  readonly begin: number
  /** By when it must have taken effect; null where it may never have: it was rejected, killed, or is still pending. */
  readonly by: number | null
  /** When its writer was told of its end: what that writer begins later comes after it. Null where it never was. */
  readonly acknowledged: number | null
  /** What it returned, as JSON; absent where that is not to be held against the specification. */
  readonly returned?: { readonly value?: unknown }
}

/** A load, or a look that came to the same. */
export interface HistoryLook {
  readonly begin: number
  readonly end: number
  readonly session: string
  /** What it gave, as JSON; absent where that is `undefined`. */
  readonly value?: unknown
}

/** Calls and loads on one state, as plain data. */
export interface History {
  readonly calls: readonly HistoryCall[]
  readonly looks: readonly HistoryLook[]
}
