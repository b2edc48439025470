import type { Content } from '../model/content.ts'
import { isDeferred } from '../model/deferred.ts'
import type { CallRecord, ExecutionRecord, Position, ReadRecord } from '../model/record.ts'

/** One look at a session file that saw a value: a complete output, or that there is no file yet. */
export interface Look {
  readonly from: Position
  readonly firstEnd: Position
  readonly lastStart: Position
  readonly isFinal: boolean
}

/**
 * One value of a session's register: the write that made it, and the reads that saw it. Payloads are unique, so each
 * read names its write, and the values can be told apart (Gibbons and Korach, Testing Shared Memories, SIAM Journal on
 * Computing 26(4), 1997).
 */
export interface Value {
  /** Null for the initial value, no file, which nobody wrote. */
  readonly call: CallRecord | null
  readonly looks: readonly Look[]
  readonly writeStart: Position
  /** When the write was acknowledged; infinite where it never was. */
  readonly acknowledged: Position
  /** By when the write must have taken effect, or was seen to have. */
  readonly firstEnd: Position
  /** When the last of its operations began. */
  readonly lastStart: Position
}

/** Execution ends when nothing is pending any more: what is deferred has happened before the final look. */
const end = Number.MAX_VALUE

/**
 * Every value of one session that must have a place in the order: those that were seen, and those whose call was
 * acknowledged. A call that was rejected or never settled may have taken effect at any time, or not at all. Contents
 * that are no call's output are no values.
 */
export function valuesOf(record: ExecutionRecord, session: string, { all = false } = {}): Value[] {
  const looks = new Map<string, Look[]>()
  for (const look of looksOf(record, session)) {
    const name = nameOf(look.content)
    const alike = looks.get(name)
    if (alike) alike.push(look)
    else looks.set(name, [look])
  }
  const calls = record.calls.filter((call) => call.session === session)
  const written = calls
    .filter((call) => all || call.outcome === 'acknowledged' || looks.has(nameOf(call)))
    .map((call) => valueOf(call, looks.get(nameOf(call)) ?? []))
  return [initialValue(looks.get('missing') ?? []), ...written]
}

/** True where one of its operations has ended, so that whatever begins from now on comes after it. */
export function isOver({ firstEnd }: Value): boolean {
  return firstEnd < end
}

/** True where somebody saw a value of the session, at the end or before. */
export function isSeen(record: ExecutionRecord, session: string): boolean {
  return looksOf(record, session).length > 0
}

interface SeenLook extends Look {
  readonly content: Content
}

function looksOf({ reads, finals }: ExecutionRecord, session: string): SeenLook[] {
  const looks = reads.filter((read) => read.session === session).map(lookOf)
  const final = finals[session]
  const atEnd = { from: Infinity, firstEnd: Infinity, lastStart: Infinity, isFinal: true }
  return [...looks, ...(final ? [{ ...atEnd, content: final }] : [])].filter(
    ({ content }) => content.kind === 'complete' || content.kind === 'missing',
  )
}

function lookOf({ from, firstEnd, lastStart, content }: ReadRecord): SeenLook {
  return { from, firstEnd, lastStart, content, isFinal: false }
}

function nameOf(of: Content | CallRecord): string {
  return 'kind' in of && of.kind !== 'complete' ? of.kind : `${of.writer}#${of.call}`
}

function initialValue(looks: readonly Look[]): Value {
  const writeStart = -Infinity
  return {
    call: null,
    looks,
    writeStart,
    acknowledged: writeStart,
    firstEnd: writeStart,
    lastStart: lastOf(looks, writeStart),
  }
}

function valueOf(call: CallRecord, looks: readonly Look[]): Value {
  const isAcknowledged = call.outcome === 'acknowledged'
  const acknowledged = isAcknowledged ? (call.settled ?? Infinity) : Infinity
  const deadline = isAcknowledged && isDeferred(call) ? end : acknowledged
  return {
    call,
    looks,
    writeStart: call.invoked,
    acknowledged,
    firstEnd: looks.reduce((first, { firstEnd }) => Math.min(first, firstEnd), deadline),
    lastStart: lastOf(looks, call.invoked),
  }
}

function lastOf(looks: readonly Look[], writeStart: Position): Position {
  return looks.reduce((last, { lastStart }) => Math.max(last, lastStart), writeStart)
}
