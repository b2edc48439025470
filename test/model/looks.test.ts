import { expect, test } from 'vitest'
import { memoryOfLooking, readersApart } from '../../harness/model/looks.ts'
import type { CallRecord } from '../../harness/model/record.ts'
import { loadsOf, startedAgain, type Workload } from '../../harness/model/workload.ts'

const workload: Workload = {
  writers: [[{ operation: 'save', session: 's1', payloadBytes: 24, awaited: true }], loadsOf(['s1', 's1'])],
  readers: 0,
}
const call = (writer: number, number: number, invoked: number, settled: number | null): CallRecord => ({
  writer,
  call: number,
  operation: writer === 1 ? 'save' : 'load',
  session: 's1',
  invoked,
  settled,
  outcome: settled === null ? 'pending' : 'acknowledged',
})
const found = { kind: 'missing' } as const
const save = call(1, 1, 1, 5)
const look = { ...call(2, 1, 2, 4), found }
const open = call(2, 2, 4.5, null)

test('what readers saw is no call, and what they are about to see is known to be under way', () => {
  expect(readersApart(workload, [save, look, open], [])).toEqual({
    calls: [save],
    reads: [{ reader: 2, session: 's1', content: found, from: 2, firstEnd: 4, lastStart: 2, until: 4 }],
    looking: [{ writer: 2, call: 2, since: 4.5 }],
  })
})

test('what a reader saw that a fault has struck itself says nothing of the store', () => {
  const struck = { fault: { kind: 'errno', code: 'EIO' }, writer: 2, call: 1, op: 'open' } as const
  expect(readersApart(workload, [save, look], [struck])).toMatchObject({ calls: [save], reads: [] })
  const ofTheWriter = { ...struck, writer: 1 }
  expect(readersApart(workload, [save, look], [ofTheWriter]).reads).toHaveLength(1)
})

test('whether a call was over when a load began is remembered, and nothing of how long ago', () => {
  const memoryAt = (since: number, settled: number | null = 5) =>
    memoryOfLooking({ looking: [{ writer: 2, call: 2, since }], calls: [call(1, 1, 1, settled)], reads: [] })
  expect(memoryAt(6)).not.toEqual(memoryAt(4))
  expect(memoryAt(4)).toEqual(memoryAt(4, null))
  expect(memoryAt(6)).toEqual(memoryAt(9))
})

test('who starts again after a crash writes, though the last one only read', () => {
  const next = startedAgain({ ...workload, writers: workload.writers.toReversed() }).writers.at(-1)
  expect(next).toEqual([expect.objectContaining({ operation: 'save', session: 's1' })])
})

test('where only readers were at work, the next start has no call to make', () => {
  const readers: Workload = { writers: [loadsOf(['s1'])], readers: 0 }
  expect(startedAgain(readers).writers).toEqual([loadsOf(['s1']), []])
})
