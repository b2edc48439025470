import { describeContent, nameOf } from '../model/content.ts'
import { fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import { restartsIn, type ExecutionRecord, type Restart } from '../model/record.ts'
import type { Finding } from '../model/verdict.ts'
import { findingOf, memoryOfHistories } from './explained.ts'
import { lostCall, orderOf } from './calls-in-order.ts'
import { isLockedOutByFault } from '../model/struck-removals.ts'

/**
 * After a kill or a power loss, an acknowledged call's content, or a later one's, is on disk.
 *
 * Looked at when the application has started again and recovered, before its next call would cover up what is missing.
 * Where several calls were acknowledged, what is there must not have been acknowledged before the last of them began. A
 * call that the crash cut short may have taken effect or not; it may not have destroyed what was there before.
 */
export const acknowledgedSurvives: Oracle = {
  name: 'acknowledged-survives',
  applies: (record) => startsIn(record).some((start) => promisedBefore(start, record).length > 0),
  judge: (record) =>
    record.specification
      ? unexplainedAtRestart(record)
      : startsIn(record).flatMap((start) => lostAt(start, record)),
  remembers: (record) =>
    record.specification
      ? memoryOfHistories(record)
      : [
          orderOf(record),
          record.restart && acknowledgedSurvives.judge(record).map(({ session, kind }) => [session, kind]),
        ],
}

/** Of a target with a specification: no order that has every acknowledged call explains what is there. */
function unexplainedAtRestart(record: ExecutionRecord): Finding[] {
  const unreadable = startsIn(record).flatMap((start) =>
    Object.entries(start.finals).flatMap(([session, held]): Finding[] => {
      if (held.kind === 'missing' || held.kind === 'value' || isLockedOutByFault(held, record)) return []
      const message = `${fileLabel(record.files, session)} should be whole after the crash, but holds ${describeContent(held, record.workload)}`
      return [{ session, message, kind: held.kind }]
    }),
  )
  const lost = (record.explained ?? []).flatMap(({ sessions, restarts }) =>
    restarts.flatMap((restart) => (restart && findingOf(restart, sessions, record)) ?? []),
  )
  return [...unreadable, ...lost]
}

type Start = Restart & { readonly writer: number }

/** A start that has failed was in the middle of something. */
function startsIn(record: ExecutionRecord): Start[] {
  return restartsIn(record).filter(({ failed }) => failed === undefined)
}

function lostAt(start: Start, record: ExecutionRecord): Finding[] {
  const { workload, files } = record
  return Object.keys(files).flatMap((session) => {
    const calls = promisedBefore(start, record).filter((call) => call.session === session)
    const held = start.finals[session] ?? { kind: 'missing' as const }
    const lost = lostCall(calls, held)
    if (!lost) return []
    const message = `${nameOf(lost, workload)} was acknowledged before the crash, but ${fileLabel(files, session)} then holds ${describeContent(held, workload)}`
    return [{ session, message, kind: held.kind === 'complete' ? 'older' : held.kind }]
  })
}

/** What was acknowledged before the crash. */
function promisedBefore({ writer: started }: Start, { calls }: ExecutionRecord) {
  return calls.filter(({ outcome, writer }) => outcome === 'acknowledged' && writer < started)
}
