import type { Struck } from './fault.ts'
import type { CallRecord, ExecutionRecord, ReadRecord } from './record.ts'
import { isReader, type CallId, type Workload } from './workload.ts'

export type Apart = Required<Pick<ExecutionRecord, 'calls' | 'reads' | 'looking'>>

/**
 * Takes what readers saw out of the calls. What a reader saw whose own steps were struck by a fault says nothing of the
 * store, and is left out.
 */
export function readersApart(
  workload: Workload,
  calls: readonly CallRecord[],
  faults: readonly Struck[],
): Apart {
  if (!workload.writers.some(isReader)) return { calls, reads: [], looking: [] }
  const isLook = ({ writer }: CallId) => isReader(workload.writers[writer - 1] ?? [])
  const looks = calls.filter((call) => isLook(call) && !faults.some((struck) => isOf(struck, call)))
  return {
    calls: calls.filter((call) => !isLook(call)),
    reads: looks.flatMap(readOf).toSorted((one, other) => one.until - other.until),
    looking: looks.flatMap(({ writer, call, invoked, settled }) =>
      settled === null ? [{ writer, call, since: invoked }] : [],
    ),
  }
}

function readOf({ writer, session, found, invoked, settled }: CallRecord): ReadRecord[] {
  if (settled === null || !found) return []
  const once = { from: invoked, firstEnd: settled, lastStart: invoked, until: settled }
  return [{ reader: writer, session, content: found, ...once }]
}

function isOf(struck: CallId, call: CallId): boolean {
  return struck.writer === call.writer && struck.call === call.call
}

/**
 * What of the loads under way a later verdict depends on: which of the calls and of the earlier reads were over by the
 * time each began, and which had begun.
 */
export function memoryOfLooking({
  looking = [],
  calls,
  reads,
}: Pick<ExecutionRecord, 'looking' | 'calls' | 'reads'>): unknown {
  return looking.map(({ writer, call, since }) => [
    writer,
    call,
    calls.flatMap(({ writer: of, call: number, settled }) =>
      settled !== null && settled < since ? [[of, number]] : [],
    ),
    reads.map(({ firstEnd, lastStart, from, until }) =>
      [from, firstEnd, lastStart, until].map((position) => position < since),
    ),
  ])
}
