import { nameOf } from '../model/content.ts'
import { fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import type { CallRecord, ExecutionRecord } from '../model/record.ts'
import { isAcknowledgedBefore, shortNameOf } from './calls-in-order.ts'
import { acknowledged } from './sessions.ts'

/**
 * Within one writer and session, the content of an earlier call does not survive a later acknowledged one that began
 * after the earlier one was acknowledged. Calls that were in flight together may take effect in any order: which of
 * them should be last is for `issue-order` to say.
 */
export const programOrder: Oracle = {
  name: 'program-order',
  speaksOf: 'register',
  applies: (record) => record.calls.some((earlier) => successorsOf(earlier, record).length > 0),
  judge: (record) =>
    Object.entries(record.finals).flatMap(([session, final]) => {
      if (final.kind !== 'complete') return []
      const earlier = record.calls.find(({ writer, call }) => writer === final.writer && call === final.call)
      const [later] = earlier ? successorsOf(earlier, record) : []
      if (!later) return []
      const file = fileLabel(record.files, session)
      const message = `${file} ends as the output of ${nameOf(final, record.workload)}, although the same writer's ${nameOf(later, record.workload)} began after that was acknowledged, and was acknowledged itself`
      return [{ session, message, kind: 'earlier-survives' }]
    }),
  /** Which call of a writer began after which was acknowledged. */
  remembers: (record) =>
    record.calls.map((earlier) => [
      shortNameOf(earlier),
      record.calls.filter((later) => mustFollow(later, earlier)).map(shortNameOf),
    ]),
}

/** Acknowledged calls of the same writer and session that began once the given one was acknowledged. */
function successorsOf(earlier: CallRecord, record: ExecutionRecord): CallRecord[] {
  return acknowledged(record).filter((later) => mustFollow(later, earlier))
}

function mustFollow(later: CallRecord, earlier: CallRecord): boolean {
  return (
    earlier.outcome === 'acknowledged' &&
    later.writer === earlier.writer &&
    later.session === earlier.session &&
    isAcknowledgedBefore(earlier, later)
  )
}
