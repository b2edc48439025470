import { Uncontrollable } from '../../model/errors.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import { selectOracles } from '../../oracles/index.ts'
import { Pool } from '../../processes/pool.ts'
import { assertWritable } from '../../recording/output-dir.ts'
import { spacesFor } from '../../workload/every-workload.ts'
import { assertFaultsAtOnce } from '../faults-at-once.ts'
import { limitsWithin } from '../limits.ts'
import { Exploration } from './exploration.ts'
import { Resume } from './resume.ts'
import { uncontrollable } from '../uncontrollable.ts'

/**
 * Explores controlled interleavings, one controller a core, until the budget ends or enough was found.
 *
 * @param target path of the target module
 * @param cores how many controllers at most; default: one a core
 * @param mostShrinkMillis how long each counterexample may be made smaller; where a run shall come out the same on any
 *   machine, more than it can take
 * @param endsEarly whether to end once all that can be searched was, and the rest has had its share of samples
 * @throws UsageError when the output directory cannot be written to, the target does not load or cannot be controlled, or a fault cannot be injected.
 */
export async function explore(
  target: string,
  settings: Settings,
  hooks: RunHooks = {},
  {
    cores,
    mostShrinkMillis,
    endsEarly = false,
  }: { readonly cores?: number; readonly mostShrinkMillis?: number; readonly endsEarly?: boolean } = {},
): Promise<Result> {
  const started = performance.now()
  assertWritable(settings.outputDir)
  assertFaultsAtOnce(settings, [settings.faults ?? []])
  const pool = await Pool.open({
    ...settings,
    ...limitsWithin(settings.maxTimeMillis),
    target,
    signal: hooks.signal,
  })
  try {
    assertControllable(pool, target)
    const oracles = selectOracles(pool.facts, settings.oracle)
    const resume = settings.strategy === 'exhaustive' ? new Resume(target, settings, oracles) : null
    const exploration = new Exploration(pool, {
      target,
      settings,
      hooks,
      started,
      phases: [{ name: 'explore', faults: settings.faults ?? [], weight: 1 }],
      cores,
      mostShrinkMillis,
      endsEarly,
      resumed: resume && {
        searchSeed: resume.seed,
        searched: resume.before.map(({ space, workload }) => ({ space, workload })),
      },
    })
    const { run } = exploration
    run.goOnFrom(resume?.before ?? [])
    await exploration.goOnUntil(settings.maxTimeMillis)
    const result = await exploration.end()
    if (!resume) return result
    const spaces = spacesFor(settings, pool.facts, settings.faults ?? [])
    const isComplete = settings.shard.count === 1 && run.spaces.exhausted().length === spaces.length
    return resume.conclude(result, run.parts, isComplete)
  } finally {
    await pool.close()
  }
}

/** @throws Uncontrollable where the target's bytes are written by another program. */
function assertControllable({ facts }: Pool, target: string): void {
  if (facts.controllable) return
  throw new Uncontrollable(`${target}: ${uncontrollable()}; expected a target of race or soak`)
}
