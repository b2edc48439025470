import { describeContent, nameOf, type Content } from '../model/content.ts'
import { describeFault } from '../model/fault.ts'
import { fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import { losesPower, type CallRecord, type ExecutionRecord, type Position } from '../model/record.ts'
import type { Finding } from '../model/verdict.ts'
import { lostCall, orderOf, shortNameOf } from './calls-in-order.ts'

/**
 * Under an injected error or short write, a call either rejects or its whole output is there; it never resolves over a
 * truncated file, and a rejected call leaves one complete content, the earlier one or its own.
 *
 * Two moments are looked at: when a call is acknowledged, with no other on its session in flight, and the end. After a
 * kill that is the next start: the call that follows would cover up what was lost before. What a power loss takes is
 * another oracle's to judge. No file is an earlier content, too, where a call began with none, or with something torn:
 * who cannot save for the first time tidies up.
 */
export const noSilentLoss: Oracle = {
  name: 'no-silent-loss',
  speaksOf: 'register',
  applies: (record) =>
    struckBy(record) !== null &&
    !losesPower(record) &&
    record.calls.length > 0 &&
    record.restart?.failed === undefined,
  judge(record) {
    const calls = beforeRestart(record)
    const finals = record.restart?.finals ?? record.finals
    const overRuins = resolvedOverRuins(record)
    return Object.keys(record.files).flatMap((session): Finding[] => {
      const ofSession = calls.filter((call) => call.session === session)
      const resolved = overRuins.find((call) => call.session === session)
      if (resolved) return [lost(resolved, contentWhenSettled(resolved, record), record)]
      const final = finals[session] ?? { kind: 'missing' as const }
      const silent = lostCall(ofSession, final)
      if (silent) return [lost(silent, final, record)]
      const rejected = ofSession.find((call) => call.outcome === 'rejected' && isRuined(call, final, record))
      return rejected ? [ruined(rejected, final, record)] : []
    })
  },
  remembers: (record) => [
    orderOf(record),
    record.calls.filter((call) => mayRuin(call, record)).map(shortNameOf),
    resolvedOverRuins(record).map(shortNameOf),
    restartFindings(record),
  ],
}

/** What was struck, in words; null where nothing was that this oracle is about. */
function struckBy({ faults }: ExecutionRecord): string | null {
  const struck = faults.filter(({ fault }) => fault.kind === 'errno' || fault.kind === 'short-write')
  const named = struck.slice(0, 3).map(({ op, writer, fault }) => `w${writer} ${op}: ${describeFault(fault)}`)
  return named.length === 0 ? null : named.join('; ')
}

function beforeRestart({ calls, restart, workload }: ExecutionRecord): readonly CallRecord[] {
  return restart ? calls.filter(({ writer }) => writer < workload.writers.length) : calls
}

function contentAt(position: Position, session: string, { reads }: ExecutionRecord): Content {
  const before = reads.filter((read) => read.session === session && read.from <= position)
  return before.at(-1)?.content ?? { kind: 'missing' }
}

/** What the file held when the call was acknowledged. */
function contentWhenSettled({ session, settled }: CallRecord, record: ExecutionRecord): Content {
  return contentAt(settled ?? 0, session, record)
}

function resolvedOverRuins(record: ExecutionRecord): CallRecord[] {
  const calls = beforeRestart(record)
  return calls.filter((call) => {
    const ofSession = calls.filter(({ session }) => session === call.session)
    return isResolvedOverRuins(call, ofSession, record)
  })
}

function isResolvedOverRuins(
  call: CallRecord,
  others: readonly CallRecord[],
  record: ExecutionRecord,
): boolean {
  const { settled, outcome, returnedNothing } = call
  if (outcome !== 'acknowledged' || settled === null || returnedNothing || !record.observed) return false
  const isAlone = others.every(
    (other) => other === call || other.invoked > settled || (other.settled ?? Infinity) < call.invoked,
  )
  const { kind } = contentWhenSettled(call, record)
  return isAlone && kind !== 'complete' && kind !== 'missing'
}

function isRuined(call: CallRecord, final: Content, record: ExecutionRecord): boolean {
  return final.kind === 'missing' ? beganWithAll(call, record) : final.kind !== 'complete'
}

/** Whether the file held a complete content when the call began. */
function beganWithAll({ invoked, session }: CallRecord, record: ExecutionRecord): boolean {
  return contentAt(invoked, session, record).kind === 'complete'
}

/** Whether it matters what a call began with: it was rejected, or may yet be. */
function mayRuin(call: CallRecord, record: ExecutionRecord): boolean {
  return call.outcome !== 'acknowledged' && beganWithAll(call, record)
}

/** A verdict that is settled by then, since what was found is covered up later. */
function restartFindings(record: ExecutionRecord): unknown {
  return record.restart && noSilentLoss.judge(record).map(({ session, kind }) => [session, kind])
}

function lost(call: CallRecord, held: Content, record: ExecutionRecord): Finding {
  const { workload, files } = record
  const { session } = call
  const kind = held.kind === 'complete' ? 'lost' : held.kind
  const message = `${nameOf(call, workload)} was acknowledged, although ${fileLabel(files, session)} holds ${describeContent(held, workload)} (struck: ${struckBy(record)})`
  return { session, message, kind }
}

function ruined(call: CallRecord, held: Content, record: ExecutionRecord): Finding {
  const { workload, files } = record
  const { session } = call
  const message = `${nameOf(call, workload)} was rejected, and should leave one complete content in ${fileLabel(files, session)}, which holds ${describeContent(held, workload)} (struck: ${struckBy(record)})`
  return { session, message, kind: `ruined-${held.kind}` }
}
