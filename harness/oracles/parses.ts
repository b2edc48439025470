import { describeContent, nameOf, type Content } from '../model/content.ts'
import { entryIsGone, fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import type { ExecutionRecord } from '../model/record.ts'
import { acknowledgedSessions } from './sessions.ts'
import { isLockedOutByFault } from '../model/struck-removals.ts'

/** At the end, every session file that any acknowledged call wrote exists, and `read` accepts it. */
export const parses: Oracle = {
  name: 'parses',
  applies: (record) => acknowledgedSessions(record).length > 0,
  judge: (record) =>
    acknowledgedSessions(record).flatMap((session) => {
      const final = record.finals[session] ?? { kind: 'missing' as const }
      if (final.kind === 'complete' || final.kind === 'foreign' || final.kind === 'value') return []
      // What a store holds nothing of may have been removed: the specification tells.
      if (final.kind === 'missing' && record.specification) return []
      if (isLockedOutByFault(final, record)) return []
      return [{ session, message: messageOf(record, session, final), kind: final.kind }]
    }),
}

function messageOf({ calls, files, workload }: ExecutionRecord, session: string, final: Content): string {
  const wrote = calls.findLast((call) => call.session === session && call.outcome === 'acknowledged')
  if (final.kind === 'missing' && final.exists && wrote)
    return `${entryIsGone(files, session)}, although ${nameOf(wrote, workload)} was acknowledged`
  return `${fileLabel(files, session)} should hold a complete document at the end, but holds ${describeContent(final, workload)}`
}
