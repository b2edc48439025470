import { HarnessError } from '../../model/errors.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import { Pool } from '../../processes/pool.ts'
import { assertWritable } from '../../recording/output-dir.ts'
import { limitsWithin, type Limits } from '../limits.ts'
import { RaceRun } from './race-run.ts'

/**
 * Races real, free-running processes over generated workloads until the budget ends or enough was found.
 *
 * @param target path of the target module
 * @param limits beyond which a process counts as hanging or leaking
 * @throws UsageError when the output directory cannot be written to, the target does not load or the run directory cannot be made.
 * @throws Interruption when told to stop before the target has loaded.
 */
export async function race(
  target: string,
  settings: Settings,
  hooks: RunHooks = {},
  limits: Limits = limitsWithin(settings.maxTimeMillis),
): Promise<Result> {
  const started = performance.now()
  assertWritable(settings.outputDir)
  const { signal } = hooks
  const pool = await Pool.open({ ...settings, ...limits, target, signal })
  const run = new RaceRun(pool, { target, settings, hooks, limits, started })
  // Killing what is at work ends the round at once; what was found so far is still reported.
  const stop = () => void pool.close()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await raceUntil(run, { untilMillis: settings.maxTimeMillis, signal })
  } finally {
    signal?.removeEventListener('abort', stop)
    await pool.close()
  }
  return run.result()
}

export interface RaceUntilOptions {
  /** Since the run began. */
  readonly untilMillis: number
  /** Asked before each round: there is no need to go on. */
  readonly isEnough?: () => boolean
  readonly signal: AbortSignal | undefined
}

/** Goes on with a race; what goes wrong with its processes ends it, and is kept as a problem. */
export async function raceUntil(
  run: RaceRun,
  { untilMillis, isEnough, signal }: RaceUntilOptions,
): Promise<void> {
  try {
    await run.goOnUntil(untilMillis, isEnough)
  } catch (error) {
    // Whatever fails once the processes are killed and the directory is gone says nothing.
    if (signal?.aborted) return
    if (!(error instanceof HarnessError)) throw error
    run.note(error)
  }
}
