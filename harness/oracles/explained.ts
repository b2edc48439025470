import { nameOf } from '../model/content.ts'
import type { Explanation, Unexplained } from '../model/explanation.ts'
import { groupsOf, nameOfTimed, timedOf } from '../model/history-of.ts'
import { fileLabel } from '../model/file-label.ts'
import type { ExecutionRecord } from '../model/record.ts'
import type { Finding } from '../model/verdict.ts'

/** What is wrong where no order of the calls explains what was found; null where one does. */
export function findingOf(
  explanation: Explanation,
  sessions: readonly string[],
  record: ExecutionRecord,
): Finding | null {
  if (explanation.kind !== 'unexplained') return null
  const session = sessionOf(explanation, sessions)
  return { session, message: messageOf(explanation, record), kind: kindOf(explanation) }
}

/** What a finding is about: the session that was looked at, of all that share a state. */
function sessionOf({ session }: Unexplained, sessions: readonly string[]): string {
  return session ?? sessions[0] ?? ''
}

function kindOf({ at, lost, isWhole }: Unexplained): string {
  if (at === 'returned') return 'returned'
  const what = lost.length > 0 ? 'lost' : isWhole ? 'out-of-order' : 'no-whole-call'
  return at === 'end' ? what : `${what}-${at}`
}

function messageOf(explanation: Unexplained, record: ExecutionRecord): string {
  const { at, call, lost, found, difference, session } = explanation
  const { workload } = record
  const how = difference === '' ? '' : ` ${difference}`
  const names = list(lost.map((id) => nameOf(id, workload)))
  const acknowledged = lost.length > 1 ? 'were acknowledged' : 'was acknowledged'
  const but = lost.length > 0 ? `${names} ${acknowledged}, but no` : 'no'
  if (at === 'returned' && call)
    return `${but} order of the calls explains what ${nameOf(call, workload)} returned: ${found}`
  const where = session === null ? '' : ` of ${whatIsOf(session, record)}`
  const what = {
    end: `the end${where}`,
    restart: `what is there after the crash`,
    between: `what a reader saw${where}`,
  }
  return `${but} order of the calls explains ${what[at === 'returned' ? 'end' : at]}: ${found}${how}`
}

/** Where all sessions are parts of one state, it is the state that is told, and not whose part was looked at. */
function whatIsOf(session: string, { files, specification }: ExecutionRecord): string {
  const names = [...new Set(Object.values(files))]
  if (names.length === 0) return specification?.scope === 'store' ? 'the store' : session
  return specification?.scope === 'store' ? names.join(' and ') : fileLabel(files, session)
}

function list(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '')
}

/** By record, since several oracles ask. */
const memories = new WeakMap<ExecutionRecord, unknown>()

/** What of the history so far a later explanation depends on: all of it, but for where its events have their positions. */
export function memoryOfHistories(record: ExecutionRecord): unknown {
  if (!record.specification) return null
  if (!memories.has(record))
    memories.set(
      record,
      groupsOf(record).map((sessions) => nameOfTimed(timedOf(record, sessions))),
    )
  return memories.get(record)
}
