import { expect, test } from 'vitest'
import type { WorkloadShape } from '../../harness/workload/arbitrary.ts'
import { roundsOf, type PlannedRound } from '../../harness/engine/race/rounds.ts'

const operations = ['write']
const program = { startsPrograms: true } as const
const module = {}
const both = { commands: ['script'] } as const

function rounds(
  amount: number,
  facts: typeof program | typeof module | typeof both,
  { count = 1, ...sizes }: Partial<WorkloadShape> & { count?: number } = {},
): PlannedRound[] {
  const planned = roundsOf({ operations, ...sizes }, { seed: 7, shard: { index: count, count } }, facts)
  return Array.from({ length: amount }, () => planned.next().value as PlannedRound)
}

const payloads = ({ workload }: PlannedRound) => workload.writers.flat().map((plan) => plan.payloadBytes)

test('a race of programs begins with many of them on one session, with short texts and a reader', () => {
  const first = rounds(12, program)
  for (const { workload } of first) {
    expect(workload).toMatchObject({ readers: 1, writers: { length: 8 } })
    expect(workload.writers.flat().map(({ session }) => session)).toEqual(Array(8).fill('s1'))
  }
  expect(Math.max(...first.flatMap(payloads))).toBeLessThanOrEqual(256)
  expect(new Set(first.flatMap(payloads)).size).toBeGreaterThan(12)
})

test('it goes on with every other size in turn, and is the same for the same seed', () => {
  const later = rounds(60, program).slice(12)
  const crowded = later.filter(({ workload }) => workload.writers.length === 8)
  expect(crowded.map(({ number }) => number % 2)).toEqual(Array(24).fill(0))
  expect(rounds(60, program).slice(12)).toEqual(later)
})

test('sizes that are fixed stay so', () => {
  for (const { workload } of rounds(20, program, { writers: 2, readers: 0 }))
    expect(workload).toMatchObject({ readers: 0, writers: { length: 2 } })
})

test.each([1, 2, 3, 8])('of %i shards, each has fresh processes now and then', (count) => {
  const fresh = rounds(32, module, { count }).filter(({ isFresh }) => isFresh)
  expect(fresh).toHaveLength(4)
})

test('a program is fresh in any case', () => {
  expect(rounds(32, program).some(({ isFresh }) => isFresh)).toBe(false)
})

test('programs beside functions are crowded as programs, and fresh as a module', () => {
  const planned = rounds(32, both)
  expect(planned.slice(0, 12).every(({ workload }) => workload.writers.length === 8)).toBe(true)
  expect(planned.filter(({ isFresh }) => isFresh)).toHaveLength(4)
})
