import { documentOf } from './document.ts'
import { isDeferred } from './deferred.ts'
import type { History, HistoryLook } from './history.ts'
import { restartsIn, type CallRecord, type ExecutionRecord, type ReadRecord } from './record.ts'
import { textOfValue, type Value } from './value.ts'
import type { Content } from './content.ts'
import { sessionsOf, type CallId } from './workload.ts'

/** A call and its places in time, before they are made comparable with those of other executions. */
interface TimedCall extends CallId {
  readonly operation: string
  readonly session: string
  readonly begin: number
  readonly by: number | null
  readonly acknowledged: number | null
  readonly returned: Value
}

interface TimedLook {
  readonly session: string
  readonly at: HistoryLook['at']
  readonly begin: number
  readonly end: number
  readonly value: Value
}

/** What is to be explained together: the calls on some sessions that share one state, and what was found of them. */
export interface Timed {
  readonly calls: readonly TimedCall[]
  readonly looks: readonly TimedLook[]
}

/** After all that has a position. What is deferred has happened before the final look. */
const last = Number.MAX_VALUE / 4
const final = Number.MAX_VALUE / 2
/** Less than between any two events of one execution, positions being counts of steps and millionths, or microseconds. */
const soon = 2 ** -22

/** The sessions that are explained together: each by itself, or all where they share one state. */
export function groupsOf(
  record: Pick<ExecutionRecord, 'specification' | 'files' | 'workload'>,
): readonly (readonly string[])[] {
  const named = Object.keys(record.files)
  const sessions = named.length > 0 ? named : sessionsOf(record.workload).toSorted()
  return record.specification?.scope === 'store' ? [sessions] : sessions.map((session) => [session])
}

/** All of an execution that is to be explained. */
export function timedOf(record: ExecutionRecord, sessions: readonly string[]): Timed {
  const calls = record.calls
    .filter(({ session }) => sessions.includes(session))
    .map((call) => timedCall(call, { deferred: last }))
  return {
    calls,
    looks: [...looksIn(record, sessions), ...restartLooks(record, sessions), ...finalLooks(record, sessions)],
  }
}

/**
 * What a new start after a crash has found, beside the calls before it: each that was acknowledged by then must have
 * taken effect.
 *
 * @param start which of the new starts, from 0
 */
export function timedAtRestart(
  record: ExecutionRecord,
  sessions: readonly string[],
  start: number,
): Timed | null {
  const restart = restartsIn(record)[start]
  if (!restart || restart.failed !== undefined) return null
  const calls = record.calls
    .filter(({ session, writer }) => sessions.includes(session) && writer < restart.writer)
    .map((call) => timedCall(call, { deferred: restart.position }))
  return { calls, looks: looksAt(restart.finals, sessions, { at: 'restart', position: final }) }
}

/**
 * What the last new start after a power loss has found, and what came of its own calls. Of each call before, the disk may
 * have lost all: whether it should have is for what was found at the start to say.
 */
export function timedAfterLoss(record: ExecutionRecord, sessions: readonly string[]): Timed | null {
  const start = restartsIn(record).at(-1)
  if (!start || start.failed !== undefined) return null
  const calls = record.calls
    .filter(({ session }) => sessions.includes(session))
    .map((call) => {
      const timed = timedCall(call, { deferred: last })
      return call.writer < start.writer ? Object.assign(timed, { by: null, acknowledged: null }) : timed
    })
  const { finals, position } = start
  return {
    calls,
    looks: [...looksAt(finals, sessions, { at: 'restart', position }), ...finalLooks(record, sessions)],
  }
}

/** Equal where the same is to be explained, wherever its events have their positions. */
export function nameOfTimed(timed: Timed): string {
  const { calls, looks } = ranked(timed)
  return JSON.stringify([calls, looks.map(({ value, ...look }) => [look, textOfValue(value)])])
}

/** With the documents that the calls were given. */
export function historyFrom(timed: Timed, { workload }: Pick<ExecutionRecord, 'workload'>): History {
  const { calls, looks } = ranked(timed)
  return {
    looks,
    calls: calls.map(({ operation: name, session, returned, ...call }) => {
      const plan = workload.writers[call.writer - 1]?.[call.call - 1] ?? { session, payloadBytes: 0 }
      // Of one that was not acknowledged it is not known what it would have returned.
      const told = call.acknowledged === null ? {} : { returned: { value: returned } }
      return Object.assign(call, { name, document: documentOf(call, plan) }, told)
    }),
  }
}

function timedCall(call: CallRecord, { deferred }: { readonly deferred: number }): TimedCall {
  const { writer, operation, session, invoked, settled, outcome, returned } = call
  const isPromised = outcome === 'acknowledged'
  return {
    writer,
    call: call.call,
    operation,
    session,
    begin: invoked,
    by: isPromised ? (isDeferred(call) ? deferred : (settled ?? deferred)) : null,
    acknowledged: isPromised ? settled : null,
    returned,
  }
}

/**
 * What readers saw. The controller, reader 0, looks whenever a file may have changed: until it saw something else, every
 * reader would have seen the same, also after each end of a call.
 */
function looksIn(record: ExecutionRecord, sessions: readonly string[]): TimedLook[] {
  const latest = new Map(
    record.reads.filter(({ reader }) => reader === 0).map((read) => [read.session, read]),
  )
  const lastStart = Math.max(-1, ...restartsIn(record).map(({ position }) => position))
  const seen = record.reads.filter(({ session }) => sessions.includes(session))
  return seen.flatMap((read) => {
    const { session, content, from, firstEnd, lastStart: again, until, reader } = read
    const found = foundIn(content)
    if (!found) return []
    const look = (begin: number, end: number): TimedLook => ({
      session,
      at: 'between',
      begin,
      end,
      value: found.value,
    })
    const looks = [look(from, firstEnd), look(again, until)]
    if (reader !== 0) return looks
    const isLatest = latest.get(session) === read && from >= lastStart
    return looks.concat(afterEnds(record, read, isLatest ? last : until).map((at) => look(at, at)))
  })
}

/** Right after each end of a call while a file stayed as it was. */
function afterEnds({ calls }: ExecutionRecord, { from }: ReadRecord, until: number): number[] {
  return calls.flatMap(({ settled }) =>
    settled !== null && settled > from && settled < until ? [settled + soon] : [],
  )
}

function restartLooks(record: ExecutionRecord, sessions: readonly string[]): TimedLook[] {
  return restartsIn(record).flatMap(({ failed, finals, position }) =>
    failed === undefined ? looksAt(finals, sessions, { at: 'restart', position }) : [],
  )
}

function finalLooks({ finals }: ExecutionRecord, sessions: readonly string[]): TimedLook[] {
  return looksAt(finals, sessions, { at: 'end', position: final })
}

function looksAt(
  finals: ExecutionRecord['finals'],
  sessions: readonly string[],
  { at, position }: { readonly at: HistoryLook['at']; readonly position: number },
): TimedLook[] {
  return sessions.flatMap((session) => {
    const found = finals[session] && foundIn(finals[session])
    return found ? [{ session, at, begin: position, end: position, value: found.value }] : []
  })
}

/** Null where nothing is known of what a load would have given, or it would have failed. */
function foundIn(content: Content): { readonly value: Value } | null {
  if (content.kind === 'missing') return { value: undefined }
  return content.kind === 'value' ? { value: content.value } : null
}

/**
 * Positions as small numbers that tell the same: which end comes before which beginning. Beginnings with no end between
 * them have the same, and so have ends.
 */
function ranked({ calls, looks }: Timed): Timed {
  const begins = [...calls, ...looks].map(({ begin }) => begin)
  const ends = [
    ...calls.flatMap(({ by, acknowledged }) => [by, acknowledged].filter((end) => end !== null)),
    ...looks.map(({ end }) => end),
  ]
  const events = [
    ...begins.map((at) => ({ at, isEnd: false })),
    ...ends.map((at) => ({ at, isEnd: true })),
  ].toSorted((one, other) => one.at - other.at || Number(one.isEnd) - Number(other.isEnd))
  const rankOfBegin = new Map<number, number>()
  const rankOfEnd = new Map<number, number>()
  let rank = 0
  let wasEnd = false
  for (const { at, isEnd } of events) {
    if (isEnd !== wasEnd) rank += 1
    wasEnd = isEnd
    ;(isEnd ? rankOfEnd : rankOfBegin).set(at, rank)
  }
  const end = (at: number | null) => (at === null ? null : (rankOfEnd.get(at) ?? null))
  return {
    calls: calls
      .map((call) => ({
        ...call,
        begin: rankOfBegin.get(call.begin) ?? 0,
        by: end(call.by),
        acknowledged: end(call.acknowledged),
      }))
      .toSorted((one, other) => one.writer - other.writer || one.call - other.call),
    looks: distinct(
      looks.map((look) => ({
        ...look,
        begin: rankOfBegin.get(look.begin) ?? 0,
        end: rankOfEnd.get(look.end) ?? 0,
      })),
    ),
  }
}

/** Looks that saw the same at the same time are one. */
function distinct(looks: readonly TimedLook[]): TimedLook[] {
  const byText = new Map(
    looks.map((look) => [`${look.begin} ${look.end} ${textOfValue(look.value)}`, look] as const),
  )
  return [...byText]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, look]) => look)
    .toSorted((one, other) => one.end - other.end)
}
