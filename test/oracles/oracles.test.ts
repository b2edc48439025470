import { expect, test } from 'vitest'
import type { ExecutionRecord } from '../../harness/model/record.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import { combineVerdicts, judge, oracles, selectOracles } from '../../harness/oracles/index.ts'
import { call, empty, foreign, missing, outputOf, read, recordWith, torn } from '../support/record.ts'

const rejected = { outcome: 'rejected' as const, error: 'ENOENT' }

function says(oracle: OracleName, record: Partial<ExecutionRecord>): string {
  const [judgement] = judge(recordWith(record), [oracle])
  const [finding] = judgement?.findings ?? []
  return finding ? `violated: ${finding.kind}` : (judgement?.verdict ?? 'absent')
}

test.each<[OracleName, string, Partial<ExecutionRecord>]>([
  ['parses', 'holds', {}],
  ['parses', 'holds', { finals: { s1: foreign } }],
  ['parses', 'violated: missing', { finals: { s1: missing } }],
  ['parses', 'violated: missing', { finals: {} }],
  ['parses', 'violated: unreadable', { finals: { s1: torn } }],
  ['parses', 'not-checked', { calls: [call(1, 1, rejected)], finals: { s1: missing } }],

  ['one-writer', 'holds', {}],
  ['one-writer', 'violated: foreign', { finals: { s1: foreign } }],
  ['one-writer', 'violated: unreadable', { finals: { s1: empty } }],
  ['one-writer', 'not-checked', { calls: [] }],

  ['reads-whole', 'not-checked', { reads: [] }],
  ['reads-whole', 'holds', { observed: true }],
  ['reads-whole', 'holds', { observed: true, reads: [read(missing, 1), read(outputOf(1, 1), 5)] }],
  ['reads-whole', 'violated: torn', { observed: true, reads: [read(empty, 1)] }],
  ['reads-whole', 'violated: torn', { observed: true, reads: [read(torn, 1)] }],
  ['reads-whole', 'violated: torn', { observed: true, reads: [read(foreign, 1)] }],
  // Missing before it was first seen, or in a read that began before: nothing is wrong.
  ['reads-whole', 'holds', { observed: true, reads: [read(outputOf(1, 1), 5), read(missing, 5)] }],
  [
    'reads-whole',
    'violated: missing',
    { observed: true, reads: [read(outputOf(1, 1), 5), read(missing, 9)] },
  ],
  // The earlier reads of the run may predate the file; its last one does not.
  [
    'reads-whole',
    'violated: missing',
    { observed: true, reads: [read(outputOf(1, 1), 5), read(missing, 1, 9)] },
  ],

  ['program-order', 'holds', {}],
  ['program-order', 'holds', { finals: { s1: outputOf(1, 2) } }],
  ['program-order', 'violated: earlier-survives', { finals: { s1: outputOf(1, 1) } }],
  [
    'program-order',
    'holds',
    { calls: [call(1, 1), call(1, 2, rejected), call(2, 1), call(2, 2)], finals: { s1: outputOf(1, 1) } },
  ],
  ['program-order', 'not-checked', { calls: [call(1, 1), call(2, 1)] }],
  ['program-order', 'not-checked', { calls: [call(1, 1), call(1, 2, { session: 's2' })] }],

  ['no-litter', 'holds', {}],
  ['no-litter', 'holds', { files: { s1: 'deep/s1.json' }, entries: ['deep/', 'deep/s1.json'] }],
  ['no-litter', 'violated: file', { entries: ['s1.json', 's1.json.tmp'] }],
  ['no-litter', 'violated: directory', { entries: ['s1.json', 's1.json.lock/'] }],
  ['no-litter', 'not-checked', { calls: [] }],
])('%s: %s', (oracle, verdict, record) => {
  expect(says(oracle, record)).toBe(verdict)
})

test('a finding names the file, what was expected and what was found', () => {
  const [parses] = judge(recordWith({ finals: { s1: torn } }), ['parses'])
  expect(parses?.findings[0]).toMatchObject({
    session: 's1',
    message:
      's1.json should hold a complete document at the end, but holds 9 bytes that cannot be read (Unterminated string); its bytes are of w1#1',
  })
  const [order] = judge(recordWith({ finals: { s1: outputOf(1, 1) } }), ['program-order'])
  expect(order?.findings[0]?.message).toMatch(/ends as the output of w1 write#1, .* later w1 write#2 was ack/)
})

test('every oracle in the table has a name of its own, and is what is asked by default', () => {
  expect(selectOracles(null)).toEqual(oracles.map((oracle) => oracle.name))
  expect(new Set(selectOracles(null)).size).toBe(oracles.length)
  expect(selectOracles(['no-litter', 'parses'])).toEqual(['parses', 'no-litter'])
})

test('violated once is violated, and not checked is never held', () => {
  expect(combineVerdicts(undefined, 'not-checked')).toBe('not-checked')
  expect(combineVerdicts('not-checked', 'holds')).toBe('holds')
  expect(combineVerdicts('holds', 'not-checked')).toBe('holds')
  expect(combineVerdicts('violated', 'holds')).toBe('violated')
})
