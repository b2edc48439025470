import { describeContent } from '../model/content.ts'
import { fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import { findingOf, memoryOfHistories } from './explained.ts'
import { linearizable } from './linearizable.ts'
import { acknowledgedSessions } from './sessions.ts'

/** At the end, the content of every session file is the complete output of exactly one call. */
export const oneWriter: Oracle = {
  name: 'one-writer',
  speaksOf: 'register',
  applies: (record) => acknowledgedSessions(record).length > 0,
  ofLoads: {
    applies: (record) => linearizable.applies(record),
    judge: (record) =>
      (record.explained ?? []).flatMap(({ sessions, whole }) => {
        const isMixed = whole.kind === 'unexplained' && whole.at === 'end' && !whole.isWhole
        return (isMixed && findingOf(whole, sessions, record)) || []
      }),
    remembers: memoryOfHistories,
  },
  judge: (record) =>
    Object.entries(record.finals).flatMap(([session, final]) => {
      if (final.kind === 'complete' || final.kind === 'missing') return []
      const held = describeContent(final, record.workload)
      const message = `${fileLabel(record.files, session)} should equal the output of one call at the end, but holds ${held}`
      const isReformatted = final.kind === 'foreign' && final.says !== undefined
      return [{ session, message, kind: isReformatted ? 'reformatted' : final.kind }]
    }),
}
