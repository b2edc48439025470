import { expect, test } from 'vitest'
import { SampledWorkloads } from '../../harness/controller/search/sampled-workload.ts'
import type { Workload } from '../../harness/model/workload.ts'

const shape = { operations: ['export', 'snapshot'] }
const numbers = Array.from({ length: 400 }, (_, index) => index)
const all = (workloads: SampledWorkloads) => numbers.map((number) => workloads.of(number))
const sizeOf = ({ writers }: Workload) => [writers.length, Math.max(...writers.map((calls) => calls.length))]

test('a workload is told by the number of its execution alone', () => {
  const forward = all(new SampledWorkloads(shape, 1))
  const backward = new SampledWorkloads(shape, 1)
  expect(numbers.toReversed().map((number) => backward.of(number))).toEqual(forward.toReversed())
  expect(all(new SampledWorkloads(shape, 2))).not.toEqual(forward)
})

test('small ones come first, and many different ones soon', () => {
  const workloads = all(new SampledWorkloads(shape, 1))
  expect(sizeOf(workloads[0] as Workload)).toEqual([2, 1])
  expect(sizeOf(workloads[239] as Workload)).toEqual([3, 2])
  expect(new Set(workloads.slice(0, 200).map((workload) => JSON.stringify(workload))).size).toBeGreaterThan(
    25,
  )
})

test('where something may strike, a second call comes soon', () => {
  const sizes = (withFaults: boolean) =>
    all(new SampledWorkloads(shape, 1, withFaults))
      .slice(0, 13)
      .map(sizeOf)
  expect(sizes(false).every(([, calls]) => calls === 1)).toBe(true)
  expect(sizes(true).some(([, calls]) => calls === 2)).toBe(true)
})

test('what the user fixed stays fixed', () => {
  for (const workload of all(new SampledWorkloads({ ...shape, writers: 4, calls: 3, sessions: 1 }, 1))) {
    expect(sizeOf(workload)).toEqual([4, 3])
    expect(new Set(workload.writers.flat().map(({ session }) => session))).toEqual(new Set(['s1']))
    expect(workload.readers).toBe(0)
  }
})
