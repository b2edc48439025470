import type { CallRecord, ExecutionRecord } from '../model/record.ts'

/** The sessions that at least one acknowledged call wrote. */
export function acknowledgedSessions(record: ExecutionRecord): string[] {
  return [...new Set(acknowledged(record).map((call) => call.session))]
}

export function acknowledged(record: ExecutionRecord): CallRecord[] {
  return record.calls.filter((call) => call.outcome === 'acknowledged')
}
