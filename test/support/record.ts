import type { Content } from '../../harness/model/content.ts'
import type { CallRecord, ExecutionRecord, ReadRecord } from '../../harness/model/record.ts'

const plan = { operation: 'write', session: 's1', payloadBytes: 8, awaited: true }

export const missing: Content = { kind: 'missing' }
export const empty: Content = { kind: 'unreadable', bytes: 0, reason: 'Unexpected end', mixes: '' }
export const torn: Content = { kind: 'unreadable', bytes: 9, reason: 'Unterminated string', mixes: 'w1#1' }
export const foreign: Content = { kind: 'foreign', bytes: 9, mixes: 'w1#1, then w2#1' }
export const outputOf = (writer: number, ordinal: number): Content => ({
  kind: 'complete',
  bytes: 9,
  writer,
  call: ordinal,
})

export function call(writer: number, ordinal: number, record: Partial<CallRecord> = {}): CallRecord {
  const times = { invoked: ordinal * 10, settled: ordinal * 10 + 5 }
  const base = { writer, call: ordinal, operation: 'write', session: 's1', ...times }
  return { ...base, outcome: 'acknowledged', ...record }
}

export function read(content: Content, from: number, until: number = from + 1): ReadRecord {
  return { reader: 1, session: 's1', content, from, firstEnd: from + 1, lastStart: until - 1, until }
}

/** Two writers that each wrote `s1.json` twice, the second writer last. */
export function recordWith(record: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    workload: {
      writers: [
        [plan, plan],
        [plan, plan],
      ],
      readers: 0,
    },
    calls: [call(1, 1), call(1, 2), call(2, 1), call(2, 2)],
    reads: [],
    finals: { s1: outputOf(2, 2) },
    files: { s1: 's1.json' },
    entries: ['s1.json'],
    faults: [],
    observed: false,
    ...record,
  }
}
