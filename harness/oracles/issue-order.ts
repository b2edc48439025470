import { nameOf } from '../model/content.ts'
import { fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import { acknowledged } from './sessions.ts'

/**
 * Calls of one writer take effect in the order in which they were made, though nobody awaited them: the content of an
 * earlier call does not survive a later acknowledged one. Opt-in: few applications promise that.
 */
export const issueOrder: Oracle = {
  name: 'issue-order',
  speaksOf: 'register',
  optIn: true,
  applies: (record) =>
    acknowledged(record).some((later) =>
      record.calls.some(
        (call) => call.writer === later.writer && call.session === later.session && call.call < later.call,
      ),
    ),
  judge: (record) =>
    Object.entries(record.finals).flatMap(([session, final]) => {
      if (final.kind !== 'complete') return []
      const later = acknowledged(record).find(
        (call) => call.session === session && call.writer === final.writer && call.call > final.call,
      )
      if (!later) return []
      const file = fileLabel(record.files, session)
      const message = `${file} ends as the output of ${nameOf(final, record.workload)}, although the same writer's ${nameOf(later, record.workload)} was made later and acknowledged`
      return [{ session, message, kind: 'earlier-survives' }]
    }),
}
