import { inconclusive } from '../../model/conclude.ts'
import { littleChecked } from '../../model/little-checked.ts'
import { problem } from '../../model/problem.ts'
import type { Result } from '../../model/result.ts'
import { faultNames, type RunHooks, type Settings } from '../../model/settings.ts'
import { Pool } from '../../processes/pool.ts'
import { assertWritable } from '../../recording/output-dir.ts'
import { assertFaultsAtOnce } from '../faults-at-once.ts'
import { limitsWithin } from '../limits.ts'
import { Check } from './check-run.ts'
import { phasesOf } from './phases.ts'

/**
 * All that can be checked within one budget: interleavings, each kind of fault, and a free-running race take turns, each
 * with its share from the start. What is small is searched completely, what is larger sampled. Ends early once as many
 * violations were found as `bail` says, or once all that can be searched was and the rest has had its share.
 *
 * @param target path of the target module
 * @throws UsageError when the output directory cannot be written to, or the target does not load.
 * @throws Interruption when told to stop before anything was checked.
 */
export async function check(target: string, asked: Settings, hooks: RunHooks = {}): Promise<Result> {
  const started = performance.now()
  assertWritable(asked.outputDir)
  const settings = { ...asked, faults: asked.faults ?? faultNames }
  assertFaultsAtOnce(
    settings,
    phasesOf(settings).map(({ faults }) => faults),
  )
  const pool = await Pool.open({
    ...settings,
    ...limitsWithin(settings.maxTimeMillis),
    target,
    signal: hooks.signal,
  })
  try {
    const run = new Check(pool, { target, settings, hooks, started })
    return strictly(await run.untilEnd(), settings)
  } finally {
    await pool.close()
  }
}

/** Where that was asked for, a check that looked at little is none. */
function strictly(result: Result, { strict }: Settings): Result {
  const little = littleChecked(result)
  if (!strict || little.length === 0) return result
  const message = `little was checked, and --strict asks for more: ${little.join('; ')}`
  return { ...result, ...inconclusive([problem(result.target, message)]) }
}
