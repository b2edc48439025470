import { describeContent } from '../model/content.ts'
import { fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import { acknowledgedSessions } from './sessions.ts'

/** At the end, every session file that any acknowledged call wrote exists, and `read` accepts it. */
export const parses: Oracle = {
  name: 'parses',
  applies: (record) => acknowledgedSessions(record).length > 0,
  judge: (record) =>
    acknowledgedSessions(record).flatMap((session) => {
      const final = record.finals[session] ?? { kind: 'missing' as const }
      if (final.kind === 'complete' || final.kind === 'foreign') return []
      const held = describeContent(final, record.workload)
      const message = `${fileLabel(record.files, session)} should hold a complete document at the end, but holds ${held}`
      return [{ session, message, kind: final.kind }]
    }),
}
