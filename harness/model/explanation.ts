import type { CallId } from './workload.ts'

/** What a specification says of a history. Plain data. */
export type Explanation =
  /** One order of the calls explains all that was found. */
  | { readonly kind: 'explained' }
  /** Too many orders had to be tried. */
  | { readonly kind: 'undecided' }
  | Unexplained

export interface Unexplained {
  readonly kind: 'unexplained'
  /** The first finding that no order explains: a look, by its place in the history, or what a call returned. */
  readonly at: { readonly look: number } | { readonly call: CallId }
  /** With these acknowledged calls left out, an order explains it; empty where that does not help. */
  readonly lost: readonly CallId[]
  /** Whether an order of whole calls gives it at all, whichever of them were acknowledged, and when. */
  readonly isWhole: boolean
  /** What was found, in words. */
  readonly found: string
  /** How that differs from what the nearest order gives: `lacks s1`. */
  readonly difference: string
}
