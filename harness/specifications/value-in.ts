import type { HistoryCall } from '../model/history.ts'
import { valueOf, type Value } from '../model/value.ts'

/** A state as a value, in which these calls' documents are references. */
export function valueIn(state: unknown, calls: readonly HistoryCall[]): Value {
  return valueOf(
    state,
    (id) => calls.find((call) => call.writer === id.writer && call.call === id.call)?.document,
  )
}
