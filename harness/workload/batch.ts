import fc from 'fast-check'
import type { Workload } from '../model/workload.ts'
import { workloads, type WorkloadShape } from './arbitrary.ts'

const workloadsPerBatch = 16

/** Which part of a run's workloads one machine does, from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

export interface NumberedWorkload {
  /** Counts the workloads of the whole run from 0, in all shards. */
  readonly number: number
  readonly workload: Workload
}

/**
 * One shard's workloads, without end. Shards deal one sequence out between them, one by one, so that together they
 * do what one machine would.
 */
export function* shardOfWorkloads(
  shape: WorkloadShape,
  { seed, shard }: { readonly seed: number; readonly shard: Shard },
): Generator<NumberedWorkload> {
  for (let batch = 0; ; batch += 1) {
    for (const [index, workload] of workloadBatch(shape, batch, seed).entries()) {
      const number = batch * workloadsPerBatch + index
      if (number % shard.count === shard.index - 1) yield { number, workload }
    }
  }
}

/** A batch of a run's workloads, counted from 0. */
export function workloadBatch(shape: WorkloadShape, batch: number, seed: number): Workload[] {
  return fc.sample(workloads(shape), { seed: mix(seed, batch), numRuns: workloadsPerBatch })
}

/** One workload by its number, beside those of the batches. */
export function workloadOf(shape: WorkloadShape, number: number, seed: number): Workload {
  const [workload] = fc.sample(workloads(shape), { seed: mix(seed, number), numRuns: 1 })
  return workload as Workload
}

/** Spreads a seed's batches, so that those of seeds in a row have none in common. MurmurHash3's finalizer. */
function mix(seed: number, batch: number): number {
  let hash = seed ^ Math.imul(batch + 1, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
