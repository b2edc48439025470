import type { ExecutionRecord } from '../../harness/model/record.ts'

/** One operation on a session's register. */
interface Operation {
  readonly value: string
  readonly isWrite: boolean
  readonly start: number
  readonly end: number
  /** Null for a look, which is nobody's. */
  readonly writer: number | null
  /** When later writes of its writer have it behind them, where that is earlier than `end`. */
  readonly acknowledged: number
}

/**
 * Whether the operations of one session can be put in an order in which each read gives the latest write, by trying
 * every order: what the oracle says in less time.
 */
export function isLinearizable(record: ExecutionRecord, session: string): boolean {
  const operations = operationsOf(record, session)
  const tryFrom = (left: readonly Operation[], holds: string): boolean =>
    left.length === 0 ||
    left.some((next) => {
      if (!next.isWrite && next.value !== holds) return false
      const rest = left.filter((other) => other !== next)
      return !rest.some((other) => isBefore(other, next)) && tryFrom(rest, next.value)
    })
  return tryFrom(operations, 'missing')
}

function isBefore(one: Operation, other: Operation): boolean {
  if (one.end < other.start) return true
  return one.isWrite && other.isWrite && one.writer === other.writer && one.acknowledged < other.start
}

function operationsOf({ calls, reads, finals }: ExecutionRecord, session: string): Operation[] {
  const nameOf = ({ writer, call }: { writer: number; call: number }) => `${writer}#${call}`
  const looks = [
    ...reads.flatMap((read) =>
      read.session === session
        ? [
            { content: read.content, start: read.from, end: read.firstEnd },
            { content: read.content, start: read.lastStart, end: read.until },
          ]
        : [],
    ),
    { content: finals[session], start: 2e9, end: 2e9 },
  ].flatMap(({ content, ...times }) => {
    if (content?.kind !== 'complete' && content?.kind !== 'missing') return []
    const value = content.kind === 'complete' ? nameOf(content) : 'missing'
    return [{ ...times, value, isWrite: false, writer: null, acknowledged: times.end }]
  })
  const writes = calls
    .filter((call) => call.session === session)
    .filter((call) => call.outcome === 'acknowledged' || looks.some(({ value }) => value === nameOf(call)))
    .map((call) => {
      const settled = call.outcome === 'acknowledged' ? (call.settled ?? Infinity) : Infinity
      const end = call.returnedNothing && settled < Infinity ? 1e9 : settled
      return {
        value: nameOf(call),
        isWrite: true,
        writer: call.writer,
        start: call.invoked,
        end,
        acknowledged: settled,
      }
    })
  return [...looks, ...writes]
}
