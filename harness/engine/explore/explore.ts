import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { HarnessFault, Uncontrollable } from '../../model/errors.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import { ControllerProcess } from '../../processes/controller-process.ts'
import { pins } from '../../processes/cores.ts'
import { Pool } from '../../processes/pool.ts'
import { defaultOracles, selectOracles } from '../../oracles/index.ts'
import { assertWritable } from '../../recording/output-dir.ts'
import { defaultLimits } from '../limits.ts'
import { growingSpaces } from '../../workload/every-workload.ts'
import { Resume } from './resume.ts'
import { ExploreRun } from './explore-run.ts'

/**
 * Explores controlled interleavings, one controller a core, until the budget ends or enough was found.
 *
 * @param target path of the target module
 * @param cores how many controllers at most; default: one a core
 * @param mostShrinkMillis how long each counterexample may be made smaller; where a run shall come out the same on any
 *   machine, more than it can take
 * @throws UsageError when the output directory cannot be written to, the target does not load or cannot be controlled, or a fault cannot be injected.
 */
export async function explore(
  target: string,
  settings: Settings,
  hooks: RunHooks = {},
  {
    cores: most = Infinity,
    mostShrinkMillis,
  }: { readonly cores?: number; readonly mostShrinkMillis?: number } = {},
): Promise<Result> {
  const started = performance.now()
  assertWritable(settings.outputDir)
  const pool = await Pool.open({ ...settings, ...defaultLimits, target, signal: hooks.signal })
  const { facts, root, guard } = pool
  if (!facts.controllable) {
    await pool.close()
    throw new Uncontrollable(
      `${target}: the steps of another program cannot be controlled; expected a target of race or soak`,
    )
  }
  const asked = settings.oracle ?? facts.oracles
  const oracles = selectOracles(asked)
  const run = new ExploreRun(facts, settings, asked ?? defaultOracles, { hooks, started, target })
  const resume = settings.strategy === 'exhaustive' ? new Resume(target, settings, oracles) : null
  for (const part of resume?.before ?? []) run.take(part, 0)
  const cores = pins().slice(0, most)
  const { index, count } = settings.shard
  const controllers = cores.map(
    (pin, core) =>
      new ControllerProcess({
        pin,
        guard,
        order: {
          type: 'explore',
          target: pathToFileURL(path.resolve(target)).href,
          facts,
          oracles,
          root,
          name: `core-${core}`,
          compileCacheDir: pool.compileCacheDir,
          runtime: settings.runtime,
          settings,
          known: hooks.known ?? [],
          mostShrinkMillis,
          searchSeed: resume?.seed ?? settings.seed,
          searched: resume?.before.map(({ space, workload }) => ({ space, workload })) ?? [],
          startedAtMillis: performance.timeOrigin + started,
          share: shareOf({ index, count }, core, cores.length),
        },
        onNews: (news) => run.take(news, core),
      }),
  )
  const stop = () => controllers.forEach((controller) => controller.stop())
  run.onEnough = stop
  hooks.signal?.addEventListener('abort', stop, { once: true })
  const ended = await Promise.allSettled(controllers.map((controller) => controller.ended))
  hooks.signal?.removeEventListener('abort', stop)
  controllers.forEach((controller) => controller.kill())
  await pool.close()
  for (const outcome of ended) {
    if (outcome.status === 'fulfilled') continue
    if (!(outcome.reason instanceof HarnessFault)) throw outcome.reason
    run.note(outcome.reason)
  }
  const result = run.result()
  if (!resume) return result
  const spaces = growingSpaces({ ...settings, overlap: pool.facts.overlap })
  const isComplete = settings.shard.count === 1 && run.spaces.exhausted().length === spaces.length
  return resume.conclude(result, run.parts, isComplete)
}

/**
 * A controller's share of the executions. Shards deal them out first, and a machine's controllers what it got:
 * together they leave none out and do none twice, however many cores each machine has.
 */
export function shareOf(
  { index, count }: Settings['shard'],
  core: number,
  cores: number,
): { readonly index: number; readonly of: number } {
  return { index: index - 1 + count * core, of: count * cores }
}
