import { HarnessError } from './errors.ts'
import type { HistoryLook } from './history.ts'
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
  /** The first of what was found that no order explains: at the end, after a crash, in between, or what a call returned. */
  readonly at: HistoryLook['at'] | 'returned'
  /** The session that was looked at; null where a call returned it. */
  readonly session: string | null
  /** The call that returned it; null where it was looked at. */
  readonly call: CallId | null
  /** With these acknowledged calls left out, an order explains it; empty where that does not help. */
  readonly lost: readonly CallId[]
  /** Whether an order of whole calls gives it at all, whichever of them were acknowledged, and when. */
  readonly isWhole: boolean
  /** What was found, in words. */
  readonly found: string
  /** How that differs from what the nearest order gives: `lacks s1`. */
  readonly difference: string
}

/** What is said where too many orders of so many calls had to be tried. */
export function undecidedAmong(calls: number): HarnessError {
  return new HarnessError(
    `too many orders of ${calls} calls had to be tried to tell whether one explains what was found; expected fewer calls at the same time, as with --calls or --writers`,
    { process: 'the target' },
  )
}
