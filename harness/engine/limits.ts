/** Beyond which a process counts as hanging or leaking. Each is far above what a busy machine needs. */
export interface Limits {
  /** To load the target, which may mean to compile TypeScript. */
  readonly loadMillis: number
  /** To open it for a round. */
  readonly prepareMillis: number
  /** To make a round's calls and come to rest. */
  readonly stallMillis: number
  /** Resident memory that it may hold between rounds. */
  readonly memoryBytes: number
}

/** What a process takes to start on a busy machine, beside a budget that may be a second. */
const startMillis = 5_000

/** The limits of a run with such a budget: a target that takes longer than that to load is not waited for. */
export function limitsWithin(maxTimeMillis: number): Limits {
  const { loadMillis, ...limits } = defaultLimits
  return { ...limits, loadMillis: Math.min(loadMillis, maxTimeMillis + startMillis) }
}

export const defaultLimits: Limits = {
  loadMillis: 30_000,
  prepareMillis: 10_000,
  stallMillis: 20_000,
  memoryBytes: 2 * 1024 ** 3,
}
