import { HarnessFault } from '../../model/errors.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import { Pool } from '../../processes/pool.ts'
import { RaceRun } from './race-run.ts'

/**
 * Races real, free-running processes over generated workloads until the budget ends or enough was found.
 *
 * @param target path of the target module
 * @throws UsageError when the target does not load or the run directory cannot be made.
 */
export async function race(target: string, settings: Settings, hooks: RunHooks = {}): Promise<Result> {
  const started = performance.now()
  const pool = await Pool.open({ ...settings, target })
  const run = new RaceRun(pool, settings, hooks, started)
  // Killing what is at work ends the round at once; what was found so far is still reported.
  const stop = () => void pool.close()
  hooks.signal?.addEventListener('abort', stop, { once: true })
  try {
    await run.untilEnd()
  } catch (error) {
    if (!(error instanceof HarnessFault)) throw error
    if (!hooks.signal?.aborted) run.note(error)
  } finally {
    hooks.signal?.removeEventListener('abort', stop)
    await pool.close()
  }
  return run.result()
}
