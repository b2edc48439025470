import type { ExecutionRecord } from './record.ts'
import type { Rejections } from './result.ts'

export const noRejections: Rejections = { calls: 0, first: null }

/** The calls of one execution that were rejected by themselves: what a fault has struck may well be rejected. */
export function rejectionsIn({ calls, faults }: Pick<ExecutionRecord, 'calls' | 'faults'>): Rejections {
  if (faults.length > 0) return noRejections
  const rejected = calls.filter(({ outcome }) => outcome === 'rejected')
  const [first] = rejected
  return first ? { calls: rejected.length, first: first.error || 'an error without a message' } : noRejections
}

/** What several have counted, together; the reason of the first of them stays the first. */
export function addedUp(all: readonly Rejections[]): Rejections {
  return all.reduce(
    (sum, { calls, first }) => ({ calls: sum.calls + calls, first: sum.first ?? first }),
    noRejections,
  )
}
