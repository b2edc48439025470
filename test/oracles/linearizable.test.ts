import { expect, test } from 'vitest'
import type { Content } from '../../harness/model/content.ts'
import type { CallRecord, ExecutionRecord, ReadRecord } from '../../harness/model/record.ts'
import { documentsIn, valueOf } from '../../harness/model/value.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import { judge, memoryOf } from '../../harness/oracles/index.ts'
import { log, map } from '../../harness/specifications/index.ts'
import { tokens } from '../../scripts/specifications/tokens.ts'
import { judgedLocally } from '../support/asked-locally.ts'
import { call, empty, recordWith } from '../support/record.ts'

const { workload } = recordWith()
const documents = documentsIn(workload)
const document = (writer: number, ordinal: number) => documents({ writer, call: ordinal })
const holding = (value: unknown): Content => ({ kind: 'value', bytes: 9, value: valueOf(value, documents) })
const entries = (...names: readonly (readonly [number, number])[]) =>
  holding(names.map(([writer, ordinal]) => document(writer, ordinal)))
const at = (invoked: number, settled: number | null): Partial<CallRecord> => ({ invoked, settled })
const rejected = { outcome: 'rejected' as const, error: 'ENOSPC' }
const seen = (content: Content, from: number, until = from): ReadRecord => ({
  reader: 0,
  session: 's1',
  content,
  from,
  firstEnd: from,
  lastStart: until,
  until,
})

function says(record: Partial<ExecutionRecord>, oracle: OracleName = 'linearizable'): string {
  const [judgement] = judge(judgedLocally(recordWith(record), log()), [oracle])
  const [finding] = judgement?.findings ?? []
  return finding ? `${finding.kind}: ${finding.message}` : (judgement?.verdict ?? 'absent')
}

const both = [call(1, 1, at(0, 10)), call(2, 1, at(5, 15))]

test.each<[string, string, Partial<ExecutionRecord>]>([
  ['both are there', 'holds', { calls: both, finals: { s1: entries([1, 1], [2, 1]) } }],
  ['in the other order, since they met', 'holds', { calls: both, finals: { s1: entries([2, 1], [1, 1]) } }],
  [
    'one is lost',
    'lost: w1 write#1 was acknowledged, but no order of the calls explains the end of s1.json: [w2 write#1] lacks w1 write#1',
    { calls: both, finals: { s1: entries([2, 1]) } },
  ],
  [
    'both are lost with their file',
    'lost: w1 write#1 and w2 write#1 were acknowledged, but no order of the calls explains the end of s1.json: nothing stands where [w1 write#1, w2 write#1] belongs',
    { calls: both, finals: { s1: { kind: 'missing' } } },
  ],
  [
    'one that was rejected is not there',
    'holds',
    { calls: [both[0]!, call(2, 1, { ...at(5, 15), ...rejected })], finals: { s1: entries([1, 1]) } },
  ],
  [
    'one that was rejected is there',
    'holds',
    { calls: [both[0]!, call(2, 1, { ...at(5, 15), ...rejected })], finals: { s1: entries([2, 1], [1, 1]) } },
  ],
  [
    'the later one comes first',
    'out-of-order: no order of the calls explains the end of s1.json: [w2 write#1, w1 write#1]',
    { calls: [call(1, 1, at(0, 10)), call(2, 1, at(20, 30))], finals: { s1: entries([2, 1], [1, 1]) } },
  ],
  [
    'what was deferred comes late',
    'holds',
    {
      calls: [call(1, 1, { ...at(0, 1), returnedNothing: true }), call(2, 1, at(20, 30))],
      finals: { s1: entries([2, 1], [1, 1]) },
    },
  ],
  [
    'what was deferred comes after what its writer made later',
    'out-of-order: no order of the calls explains the end of s1.json: [w1 write#2, w1 write#1]',
    {
      calls: [call(1, 1, { ...at(0, 1), returnedNothing: true }), call(1, 2, at(20, 30))],
      finals: { s1: entries([1, 2], [1, 1]) },
    },
  ],
  [
    'one was not to be seen when it had been acknowledged',
    'out-of-order-between: no order of the calls explains what a reader saw of s1.json: [] lacks w1 write#1',
    {
      calls: both,
      reads: [seen(entries(), 2, 20), seen(entries([1, 1], [2, 1]), 20)],
      finals: { s1: entries([1, 1], [2, 1]) },
    },
  ],
])('%s: %s', (_what, verdict, record) => {
  expect(says(record)).toMatch(verdict === 'holds' ? /^holds$/ : new RegExp(`^${escaped(verdict)}`))
})

function escaped(text: string): string {
  return text.replaceAll(/[[\]{}().*+?^$|]/g, String.raw`\$&`)
}

test('a file that stays as it was is seen after each call that ends meanwhile', () => {
  const saved = call(1, 1, { ...at(5, 10), operation: 'save', returned: false })
  const removed = call(2, 1, { ...at(20, 25), operation: 'remove', returned: true })
  // From 1 to 30 there is nothing: at 15 the first call is over, and should be seen.
  const missing: Content = { kind: 'missing' }
  const told = (until: number) => {
    const reads = [seen(missing, 1, until), seen(missing, 30)]
    const record = recordWith({ calls: [saved, removed], reads, finals: { s1: missing } })
    return judge(judgedLocally(record, tokens), ['linearizable'])[0]?.verdict
  }
  expect(told(30)).toBe('violated')
  expect(told(4)).toBe('holds')
})

test('what no order of whole calls gives is for reads-whole to say, too', () => {
  const torn = holding([{ ...document(1, 1), payload: '' }])
  const record = {
    calls: both,
    reads: [seen(torn, 3)],
    finals: { s1: entries([1, 1], [2, 1]) },
    observed: true,
  }
  expect(says(record, 'reads-whole')).toMatch(/^no-whole-call-between: no order of the calls explains/)
  expect(says({ ...record, reads: [seen(entries(), 3)] }, 'reads-whole')).toBe('holds')
  expect(says({ ...record, reads: [seen(empty, 3)] }, 'reads-whole')).toMatch(/^torn/)
})

test('after a crash, every call that was acknowledged before must be there', () => {
  const restart = (content: Content) => ({
    position: 50,
    recovers: true,
    finals: { s1: content },
    entries: [],
  })
  const crash = {
    fault: { kind: 'kill' as const },
    writer: 2,
    call: 1,
    op: 'write' as const,
    path: 's1.json',
  }
  const next = { ...workload, writers: [...workload.writers, workload.writers[0]!] }
  const calls = [
    call(1, 1, at(0, 10)),
    call(2, 1, { ...at(5, null), outcome: 'pending' }),
    call(3, 1, at(60, 70)),
  ]
  const told = (content: Content) =>
    says(
      { workload: next, calls, faults: [crash], restart: restart(content), finals: { s1: content } },
      'acknowledged-survives',
    )
  expect(told(entries([1, 1]))).toBe('holds')
  expect(told(entries([2, 1], [1, 1]))).toBe('holds')
  expect(told(entries([2, 1]))).toMatch(/^lost-restart: w1 write#1 was acknowledged, but .* after the crash/)
  expect(told(empty)).toMatch(/^unreadable: s1\.json should be whole after the crash/)
})

test('what a call returns counts', () => {
  const saved = call(1, 1, { ...at(0, 10), operation: 'save', returned: false })
  const removed = call(2, 1, { ...at(20, 30), operation: 'remove', returned: false })
  const record = recordWith({ calls: [saved, removed], finals: { s1: { kind: 'missing' } } })
  const [judgement] = judge(judgedLocally(record, tokens), ['linearizable'])
  expect(judgement?.findings[0]?.message).toBe(
    'no order of the calls explains what w2 write#1 returned: false',
  )
})

test('parts of one state are explained together, and by themselves else', () => {
  const plan = { operation: 'set', session: 's2', payloadBytes: 8, awaited: true }
  const two = { ...workload, writers: [workload.writers[0]!, [plan]] }
  const value = (names: readonly string[]) => {
    const all = { s1: documentsIn(two)({ writer: 1, call: 1 }), s2: documentsIn(two)({ writer: 2, call: 1 }) }
    const some = Object.entries(all).filter(([name]) => names.includes(name))
    return { kind: 'value' as const, bytes: 9, value: valueOf(Object.fromEntries(some), documentsIn(two)) }
  }
  const calls = [call(1, 1, at(0, 10)), call(2, 1, { ...at(5, 15), session: 's2' })]
  const files = { s1: 'all.json', s2: 'all.json' }
  const told = (content: Content) => {
    const record = recordWith({ workload: two, calls, files, finals: { s1: content, s2: content } })
    return judge(judgedLocally(record, map()), ['linearizable'])[0]?.findings[0]?.message ?? 'holds'
  }
  expect(told(value(['s1', 's2']))).toBe('holds')
  expect(told(value(['s2']))).toBe(
    'w1 write#1 was acknowledged, but no order of the calls explains the end of all.json: {s2: w2 write#1} lacks s1',
  )
})

test('a search remembers what an explanation depends on, and no positions', () => {
  const specified = (record: Partial<ExecutionRecord>) =>
    recordWith({ ...record, specification: { name: 'log', scope: 'session' } })
  const memory = (record: Partial<ExecutionRecord>) =>
    JSON.stringify(memoryOf(specified(record), ['linearizable', 'reads-whole', 'acknowledged-survives']))
  const record = { calls: both, reads: [seen(entries(), 2), seen(entries([1, 1]), 12)] }
  const later = (by: number) => ({
    calls: both.map((each) => ({ ...each, invoked: each.invoked + by, settled: (each.settled ?? 0) + by })),
    reads: record.reads.map((each) => seen(each.content, each.from + by)),
  })
  expect(memory(later(100))).toBe(memory(record))
  const others: Partial<ExecutionRecord>[] = [
    // Another order of an end and a beginning, of an end and a look; another value; another outcome.
    { ...record, calls: [both[0]!, call(2, 1, at(11, 15))] },
    { ...record, reads: [record.reads[0]!, seen(entries([1, 1]), 8)] },
    { ...record, reads: [record.reads[0]!, seen(entries([2, 1]), 12)] },
    { ...record, reads: [record.reads[0]!] },
    { ...record, calls: [both[0]!, call(2, 1, { ...at(5, 15), ...rejected })] },
    { ...record, calls: [both[0]!, call(2, 1, { ...at(5, 15), returned: 1 })] },
    { ...record, calls: [both[0]!, call(2, 1, { ...at(5, 15), operation: 'remove' })] },
  ]
  const memories = [record, ...others].map(memory)
  expect(new Set(memories).size).toBe(memories.length)
})

test('oracles of registers are asked of loads, and remember as much, where those are of a register', () => {
  const reads = [seen(entries(), 2), seen(entries([1, 1]), 12)]
  const of = (isRegister: boolean) => {
    const specification = { name: 'register', scope: 'session', ...(isRegister && { isRegister }) } as const
    return recordWith({ calls: both, reads, specification })
  }
  expect(memoryOf(of(true), ['not-stale'])).toEqual(memoryOf(of(true), ['linearizable']))
  const verdicts = (isRegister: boolean) =>
    judge(of(isRegister), ['one-writer', 'program-order', 'not-stale']).map(({ verdict }) => verdict)
  expect(verdicts(true)).toEqual(['holds', 'not-checked', 'holds'])
  expect(verdicts(false)).toEqual(['not-checked', 'not-checked', 'not-checked'])
})

test('what the target owns is no litter', () => {
  const owns = (name: string) => name === 'index' || name.endsWith('.bak')
  const found = (names: readonly string[]) => {
    const record = recordWith({ entries: ['s1.json', ...names] })
    return judge(judgedLocally(record, { ...log(), owns }), ['no-litter'])[0]?.findings[0]?.message ?? 'holds'
  }
  expect(found(['index/', 'index/1', 's1.bak', 'old/', 'old/s2.bak'])).toBe('holds')
  expect(found(['other', 's1.bak'])).toMatch(/but also holds other$/)
})
