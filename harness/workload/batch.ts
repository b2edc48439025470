import fc from 'fast-check'
import type { Workload } from '../model/workload.ts'
import { workloads, type WorkloadShape } from './arbitrary.ts'

const workloadsPerBatch = 16

/** What decides a run's workloads. */
export interface BatchOptions {
  readonly seed: number
  readonly shard: { readonly index: number; readonly count: number }
}

/**
 * One shard's batch of workloads, counted from 0. Shards take turns in one sequence of batches, so that
 * together they do what one machine would.
 */
export function workloadBatch(
  shape: WorkloadShape,
  batch: number,
  { seed, shard: { index, count } }: BatchOptions,
): Workload[] {
  return fc.sample(workloads(shape), {
    seed: mix(seed, batch * count + index - 1),
    numRuns: workloadsPerBatch,
  })
}

/** Spreads a seed's batches, so that those of seeds in a row have none in common. MurmurHash3's finalizer. */
function mix(seed: number, batch: number): number {
  let hash = seed ^ Math.imul(batch + 1, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
