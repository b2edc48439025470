import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallRecord, ExecutionRecord } from '../../harness/model/record.ts'
import { judge } from '../../harness/oracles/index.ts'
import { notStale } from '../../harness/oracles/not-stale.ts'
import { call, empty, foreign, missing, outputOf, read, recordWith, torn } from '../support/record.ts'
import { isLinearizable } from '../support/linearizable.ts'
import { histories, linearizedHistories } from '../support/histories.ts'

const at = (invoked: number, settled: number): Partial<CallRecord> => ({ invoked, settled })
const rejected = { outcome: 'rejected' as const, error: 'ENOENT' }
const pending = { outcome: 'pending' as const, settled: null }

function says(record: Partial<ExecutionRecord>): string {
  const [judgement] = judge(recordWith(record), ['not-stale'])
  const [finding] = judgement?.findings ?? []
  return finding ? `violated: ${finding.kind}` : (judgement?.verdict ?? 'absent')
}

test('after a power loss, the next call lasts; what was lost is for others to say', () => {
  const plan = { operation: 'write', session: 's1', payloadBytes: 8, awaited: true }
  const loss = { kind: 'power-loss', model: 'posix', missing: [] } as const
  const before: Partial<ExecutionRecord> = {
    workload: { writers: [[plan, plan], [plan]], readers: 0 },
    faults: [{ fault: loss, writer: 1, call: 1, op: 'write' }],
    calls: [call(1, 1), call(1, 2)],
    restart: { position: 20, recovers: false, finals: { s1: outputOf(1, 1) }, entries: [] },
  }
  expect(says({ ...before, finals: { s1: outputOf(1, 1) } })).toBe('not-checked')
  const started = (record: Partial<CallRecord> = {}) => [
    ...before.calls!,
    call(2, 1, { ...at(21, 30), ...record }),
  ]
  expect(says({ ...before, calls: started(), finals: { s1: outputOf(2, 1) } })).toBe('holds')
  expect(says({ ...before, calls: started(), finals: { s1: outputOf(1, 1) } })).toBe('violated: overwritten')
  // A torn file is for `parses` to say.
  expect(says({ ...before, calls: started(), finals: { s1: torn } })).toBe('holds')
  expect(says({ ...before, calls: started(rejected), finals: { s1: outputOf(1, 1) } })).toBe('not-checked')
})

const one = call(1, 1, at(0, 10))
const other = call(2, 1, at(20, 30))
const inFlightTogether = call(2, 1, at(5, 30))
/** Acknowledged before any step was carried out. */
const deferred = call(1, 1, at(0.000001, 0.000002))
const final = (writer: number) => ({ finals: { s1: outputOf(writer, 1) } })

test.each<[string, string, Partial<ExecutionRecord>]>([
  ['the last one lasts', 'holds', { calls: [one, other], ...final(2) }],
  ['the first one survives', 'violated: overwritten', { calls: [one, other], ...final(1) }],
  ['either of two in flight together lasts', 'holds', { calls: [one, inFlightTogether], ...final(1) }],
  ['one of one writer, too', 'holds', { calls: [one, call(1, 2, at(5, 30))], ...final(1) }],
  [
    'a rejected call took effect',
    'holds',
    { calls: [call(1, 1, { ...at(0, 10), ...rejected }), other], ...final(1) },
  ],
  [
    'a rejected call took none',
    'holds',
    { calls: [one, call(2, 1, { ...at(20, 30), ...rejected })], ...final(1) },
  ],
  [
    'a call that never settled took effect late',
    'holds',
    { calls: [call(1, 1, { ...at(0, 0), ...pending }), other], ...final(1) },
  ],
  [
    'a rejected call was seen, and then what it had replaced',
    'violated: overwritten',
    {
      calls: [one, call(2, 1, { ...at(20, 30), ...rejected })],
      reads: [read(outputOf(2, 1), 40)],
      ...final(1),
    },
  ],
  [
    'a read during the call',
    'holds',
    { calls: [one, other], reads: [read(outputOf(1, 1), 22)], ...final(2) },
  ],
  [
    'a read after the call',
    'violated: stale-read',
    { calls: [one, other], reads: [read(outputOf(1, 1), 40)], ...final(2) },
  ],
  [
    'an older value once more while two calls are in flight',
    'violated: stale-read',
    {
      calls: [call(1, 1, at(0, 100)), call(2, 1, at(0, 100))],
      reads: [read(outputOf(1, 1), 10), read(outputOf(2, 1), 20), read(outputOf(1, 1), 30)],
      finals: { s1: torn },
    },
  ],
  [
    'no file before the first call is through',
    'holds',
    { calls: [one], reads: [read(missing, 8)], ...final(1) },
  ],
  ['no file after it', 'violated: missing', { calls: [one], reads: [read(missing, 20)], ...final(1) }],
  ['no file at the end', 'violated: missing', { calls: [one], finals: { s1: missing } }],
  [
    'a read of what nobody has begun to write',
    'violated: foreseen',
    { calls: [other], reads: [read(outputOf(2, 1), 5)], ...final(2) },
  ],
  [
    'torn contents are no values',
    'holds',
    { calls: [one, other], reads: [read(torn, 40), read(empty, 41), read(foreign, 42)], ...final(2) },
  ],
  [
    'a deferred call is not seen at once',
    'holds',
    { calls: [deferred], reads: [read(missing, 20)], ...final(1) },
  ],
  [
    'nor one that took its time, if it says that it returned nothing',
    'holds',
    { calls: [call(1, 1, { ...at(0, 10), returnedNothing: true })], reads: [read(missing, 20)], ...final(1) },
  ],
  ['a deferred call is never seen', 'violated: missing', { calls: [deferred], finals: { s1: missing } }],
  [
    'a deferred call lands over one in flight with it',
    'holds',
    { calls: [deferred, call(2, 1, at(0, 30))], ...final(1) },
  ],
  [
    'a deferred call lands over one of another writer that began later',
    'holds',
    { calls: [deferred, other], ...final(1) },
  ],
  [
    'but not once it was seen before that began',
    'violated: overwritten',
    { calls: [deferred, other], reads: [read(outputOf(1, 1), 12)], ...final(1) },
  ],
  [
    'a deferred call lands over one that its writer began later',
    'violated: overwritten',
    { calls: [deferred, call(1, 2, at(20, 30))], ...final(1) },
  ],
  [
    'and over a deferred one',
    'violated: overwritten',
    { calls: [deferred, call(1, 2, at(0.000003, 0.000004))], ...final(1) },
  ],
  [
    'only three values together show it',
    'violated: stale-read',
    {
      calls: [call(1, 1, at(0.1, 0.2)), call(1, 2, at(2, 12)), call(2, 1, at(0.15, 9))],
      reads: [
        { ...read(outputOf(1, 1), 10), firstEnd: 20, until: 20 },
        { ...read(outputOf(2, 1), 15), firstEnd: 16 },
      ],
      finals: { s1: torn },
    },
  ],
  ['nobody saw a value', 'not-checked', { finals: { s1: torn } }],
  ['nothing was acknowledged', 'not-checked', { calls: [call(1, 1, rejected)], ...final(1) }],
  ['nothing was called', 'not-checked', { calls: [], finals: { s1: missing } }],
])('%s: %s', (_, verdict, record) => {
  expect(says(record)).toBe(verdict)
})

test('names both calls', () => {
  const [judgement] = judge(recordWith({ calls: [one, other], ...final(1) }), ['not-stale'])
  expect(judgement?.findings[0]?.message).toBe(
    's1.json ends as the output of w1 write#1, although w2 write#1, which began after that was acknowledged, was acknowledged before',
  )
})

test('what a register did, seen through intervals, holds', () => {
  fc.assert(
    fc.property(linearizedHistories, (record) => notStale.judge(record).length === 0),
    { numRuns: 2000 },
  )
})

test('says of any history what trying every order says', () => {
  fc.assert(
    fc.property(histories, (record) => {
      const holds = notStale.judge(record).length === 0
      expect(holds).toBe(isLinearizable(record, 's1'))
    }),
    { numRuns: 5000 },
  )
})
