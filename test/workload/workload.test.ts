import { expect, test } from 'vitest'
import { shrinkWorkload } from '../../harness/engine/race/shrink.ts'
import { sessionsOf } from '../../harness/model/workload.ts'
import { shardOfWorkloads, workloadBatch, type NumberedWorkload } from '../../harness/workload/batch.ts'

const operations = ['export', 'snapshot']

test('the same seed gives the same workloads, and its neighbour others', () => {
  const batch = (seed: number, ordinal = 0) => workloadBatch({ operations }, ordinal, seed)
  expect(batch(7)).toEqual(batch(7))
  expect(batch(7)).not.toEqual(batch(8))
  expect(batch(7, 1)).not.toEqual(batch(8, 0))
})

test('shards deal one sequence of workloads out between them, none twice', () => {
  const first = (amount: number, index: number, count: number) => {
    const shard = shardOfWorkloads({ operations }, { seed: 7, shard: { index, count } })
    return Array.from({ length: amount }, () => shard.next().value as NumberedWorkload)
  }
  const alone = first(60, 1, 1)
  expect(alone.map(({ number }) => number)).toEqual(alone.map((_, index) => index))
  const shards = [first(20, 1, 3), first(20, 2, 3), first(20, 3, 3)].flat()
  expect(shards.toSorted((one, other) => one.number - other.number)).toEqual(alone)
})

test('fixed sizes are kept, and others vary', () => {
  const shape = { operations, writers: 3, calls: 2, sessions: 2, readers: 1 }
  const batch = workloadBatch(shape, 0, 1)
  for (const { writers, readers } of batch) {
    expect(writers.map((calls) => calls.length)).toEqual([2, 2, 2])
    expect(readers).toBe(1)
  }
  expect(new Set(batch.flatMap(sessionsOf))).toEqual(new Set(['s1', 's2']))
  expect(new Set(batch.flatMap(({ writers }) => writers.flat()).map((plan) => plan.awaited)).size).toBe(2)
})

test('shrinking keeps what fails and drops the rest', async () => {
  const [workload] = workloadBatch({ operations, writers: 4, calls: 4 }, 0, 3)
  if (!workload) throw new Error('a batch is never empty')
  const plan = { operation: 'snapshot', session: 's1', payloadBytes: 3000, awaited: false }
  const failing = { ...workload, writers: [...workload.writers.slice(1), [plan, plan, plan]] }
  const snapshots = (candidate: typeof workload) =>
    candidate.writers.flat().filter((call) => call.operation === 'snapshot').length
  const smallest = await shrinkWorkload(
    failing,
    { operations },
    (candidate) => Promise.resolve(snapshots(candidate) >= 2),
    () => false,
  )
  expect(smallest.readers).toBe(0)
  expect(smallest.writers.flat()).toHaveLength(2)
  for (const call of smallest.writers.flat()) {
    expect(call).toEqual({ operation: 'snapshot', session: 's1', payloadBytes: 0, awaited: true })
  }
})

test('shrinking stops at its limit with the smallest that it has', async () => {
  const [workload] = workloadBatch({ operations }, 0, 3)
  if (!workload) throw new Error('a batch is never empty')
  expect(
    await shrinkWorkload(
      workload,
      { operations },
      () => Promise.resolve(true),
      () => true,
    ),
  ).toEqual(workload)
})
