import { expect, test } from 'vitest'
import { besideLoads, partOf, shortened } from '../../harness/controller/search/seek.ts'
import { AllBut } from '../../harness/model/tally.ts'
import { isReader, type Workload } from '../../harness/model/workload.ts'

const call = (payloadBytes: number) => ({ operation: 'write', session: 's1', payloadBytes, awaited: true })
const workload: Workload = {
  writers: [[call(10), call(900_000)], [call(4_000_000), call(2048)], [], [call(900_000)]],
  readers: 0,
}

test('documents are short, and which of two is longer stays', () => {
  const sizes = shortened(workload).writers.map((calls) => calls.map(({ payloadBytes }) => payloadBytes))
  expect(sizes).toEqual([[10, 2049], [2050, 2048], [], [2049]])
})

test('a part has some of the calls, in their order, of two writers or more; each seed has its own', () => {
  const parts = Array.from({ length: 1000 }, (_, seed) => partOf(workload, seed))
  for (const { writers } of parts) {
    expect(writers.length).toBeGreaterThanOrEqual(2)
    for (const calls of writers) {
      expect(calls.length).toBeGreaterThanOrEqual(1)
      const own = workload.writers.some((all) => calls.every((plan) => all.includes(plan)))
      expect(own).toBe(true)
    }
  }
  expect(partOf(workload, 7)).toEqual(partOf(workload, 7))
  const kinds = new Set(parts.map((part) => JSON.stringify(part)))
  // Three writers of which two have two calls: 3 × 3 × 1 with all three, and 9 + 3 + 3 with two.
  expect(kinds.size).toBe(24)
})

test('beside the writers, a reader loads each of the sessions that they write', () => {
  const { writers } = besideLoads(partOf(workload, 7))
  expect(writers.map(isReader)).toEqual([...writers.slice(1).map(() => false), true])
  expect(writers.at(-1)?.map(({ session }) => session)).toEqual(['s1'])
})

test('a single writer keeps a call', () => {
  expect(partOf({ writers: [[call(1)]], readers: 0 }, 3).writers).toEqual([[call(1)]])
})

test('what is sought is pursued until it was found, and nothing else ever', () => {
  const known = new AllBut('parses/missing')
  expect([known.has('parses/missing'), known.has('parses/unreadable')]).toEqual([false, true])
  known.add('parses/unreadable')
  expect(known.has('parses/missing')).toBe(false)
  known.add('parses/missing')
  expect(known.has('parses/missing')).toBe(true)
})
