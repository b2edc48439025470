import { describeContent, nameOf, type Content } from '../model/content.ts'
import { entryIsGone, fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import { losesPower, type CallRecord, type ExecutionRecord } from '../model/record.ts'
import type { Finding } from '../model/verdict.ts'
import { linearizable } from './linearizable.ts'
import { circleIn, isIssuedBefore, precedes, type Circle } from './register-order.ts'
import { isOver, isSeen, valuesOf, type Value } from './register.ts'
import { acknowledgedSessions } from './sessions.ts'

/**
 * Final content and all reads are linearizable as one atomic register a session, which holds no file at first.
 *
 * A call takes effect at one instant between its invocation and its acknowledgement; one that was rejected or never
 * settled, at any instant after its invocation, or not at all. One that returned nothing was acknowledged at once,
 * whatever it has deferred: it may take effect until the execution ends, yet it keeps its place among the calls of its
 * own writer. Its content may be seen late; it may not land over that of a call which its writer began after it was
 * acknowledged. Of what other writers do meanwhile, a writer that defers knows nothing.
 *
 * Calls that are in flight at the same time may take effect in any order, be they one writer's: which of those should
 * last is for `program-order` to say. Empty, torn and mixed contents are left to other oracles: they are no values.
 */
export const notStale: Oracle = {
  name: 'not-stale',
  speaksOf: 'register',
  isTimed: true,
  // A disk that has lost something is no register: what should have been on it is for `acknowledged-survives` to say. What
  // is written after that has to last.
  applies: (record) =>
    losesPower(record)
      ? madeAfterLoss(record).length > 0
      : acknowledgedSessions(record).some((session) => isSeen(record, session)),
  ofLoads: linearizable,
  judge: (record) =>
    losesPower(record) ? madeAfterLoss(record).flatMap((call) => coveredUp(call, record)) : staleIn(record),
  /** Which values precede which, and which precede all that is yet to come. */
  remembers: (record) =>
    [...new Set(record.calls.map(({ session }) => session))].toSorted().map((session) => {
      const values = valuesOf(record, session, { all: true }).toSorted(
        (one, other) => rankOf(one) - rankOf(other),
      )
      return values.map((value) => [
        rankOf(value),
        isOver(value),
        value.acknowledged < Infinity,
        values.flatMap((later) => (later !== value && precedes(value, later) ? [rankOf(later)] : [])),
      ])
    }),
}

function staleIn(record: ExecutionRecord): Finding[] {
  return Object.keys(record.files).flatMap((session) => {
    const values = valuesOf(record, session)
    const early = values.find(({ writeStart, looks }) => looks.some(({ firstEnd }) => firstEnd < writeStart))
    if (early) return [foreseen(early, session, record)]
    const circle = circleIn(values)
    return circle ? [stale(circle, session, record)] : []
  })
}

/** What the last new start was told to be saved: one call in each session, and nobody else is there. */
function madeAfterLoss({ calls, restart, workload }: ExecutionRecord): readonly CallRecord[] {
  const started = workload.writers.length
  return restart
    ? calls.filter(({ writer, outcome }) => writer === started && outcome === 'acknowledged')
    : []
}

function coveredUp(call: CallRecord, { files, finals, workload }: ExecutionRecord): Finding[] {
  const { session } = call
  const held = finals[session]
  if (held?.kind !== 'complete' || (held.writer === call.writer && held.call === call.call)) return []
  const message = `${fileLabel(files, session)} ends as the output of ${nameOf(held, workload)}, although ${nameOf(call, workload)}, made after the power loss, was acknowledged`
  return [{ session, message, kind: 'overwritten' }]
}

/** Tells the values of one session apart. */
function rankOf({ call }: Value): number {
  return call ? call.writer * 1e6 + call.call : 0
}

function stale(circle: Circle, session: string, record: ExecutionRecord): Finding {
  const [old, later] = offenders(circle)
  const file = fileLabel(record.files, session)
  const isAtEnd = old.looks.some(({ isFinal }) => isFinal)
  const missing = missingIn(record, session, isAtEnd)
  const held = old.call
    ? `the output of ${nameOf(old.call, record.workload)}`
    : describeContent(missing, record.workload)
  const told = isAtEnd ? `${file} ends as ${held}` : `${file} was read as ${held}`
  const isGone = !old.call && missing.kind === 'missing' && missing.exists
  const seen = isGone ? entryIsGone(record.files, session) : told
  const kind = old.call === null ? 'missing' : isAtEnd ? 'overwritten' : 'stale-read'
  return { session, message: `${seen}, although ${newer(old, later, record)}`, kind }
}

/** What was there where nothing of the session was. */
function missingIn({ finals, reads }: ExecutionRecord, session: string, isAtEnd: boolean): Content {
  const seen = reads.find((read) => read.session === session && read.content.kind === 'missing')?.content
  return (isAtEnd ? finals[session] : seen) ?? { kind: 'missing' }
}

/** The value that was seen too late, and the one before it that should have replaced it by then. */
function offenders(circle: Circle): readonly [Value, Value] {
  const pairs = circle.map((value, index) => [value, circle.at(index - 1) as Value] as const)
  // Starts of writes alone lead round in no circle: somewhere it is a look that came too late.
  return pairs.find(([old, later]) => !precedesWrite(later, old)) as readonly [Value, Value]
}

function precedesWrite(earlier: Value, later: Value): boolean {
  return earlier.firstEnd < later.writeStart || isIssuedBefore(earlier, later)
}

function newer(old: Value, later: Value, { workload }: ExecutionRecord): string {
  const name = later.call ? nameOf(later.call, workload) : 'a look that found no file'
  const began =
    old.call && old.acknowledged < later.writeStart ? ', which began after that was acknowledged,' : ''
  const done = later.call?.settled === later.firstEnd ? 'was acknowledged' : 'was to be seen'
  return `${name}${began} ${done} before`
}

function foreseen({ call }: Value, session: string, { files, workload }: ExecutionRecord): Finding {
  const name = call ? nameOf(call, workload) : 'a call'
  return {
    session,
    message: `${fileLabel(files, session)} was read as the output of ${name} before that call began`,
    kind: 'foreseen',
  }
}
