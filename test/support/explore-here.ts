import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Result, RunOptions } from 'onewriter'
import { exploreShare } from '../../harness/controller/explore-share.ts'
import { ExploreRun } from '../../harness/engine/explore/explore-run.ts'
import { limitsWithin } from '../../harness/engine/limits.ts'
import type { Settings } from '../../harness/model/settings.ts'
import { askedOracles, selectOracles } from '../../harness/oracles/index.ts'
import { Pool } from '../../harness/processes/pool.ts'
import type { ExploreOrder, News } from '../../harness/protocol/controller-messages.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { takeOneCore } from './one-core.ts'

/**
 * `explore` with one controller, in this very process: what a search finds is found by as few processes as will do.
 *
 * `once`: a violation is not made smaller, and one replay in fresh processes confirms it. That takes four processes where
 * `explore` takes about twenty. What comes of shrinking, of ten replays and of several controllers is for other tests.
 */
export async function exploreHere(
  target: string,
  options: RunOptions,
  { once = false }: { readonly once?: boolean } = {},
): Promise<Result> {
  takeOneCore()
  const { settings } = checkOptions({ maxTime: '10m', ...options })
  const started = performance.now()
  const pool = await Pool.open({ ...settings, ...limitsWithin(settings.maxTimeMillis), target })
  try {
    const run = new ExploreRun(pool.facts, settings, askedOracles(pool.facts, settings.oracle), {
      hooks: {},
      started,
      target,
    })
    const stop = new AbortController()
    run.onEnough = () => stop.abort()
    const tell = (news: News) => {
      if (news.type === 'spawned') pool.guard.watch(news.pid)
      else if (news.type === 'ended') pool.guard.release(news.pid)
      else if (news.type === 'suspected' && once) stop.abort()
      run.take(news, 0)
    }
    await exploreShare(orderOf(pool, target, settings, started), tell, stop.signal, () => null)
    return run.result()
  } finally {
    await pool.close()
  }
}

function orderOf(pool: Pool, target: string, settings: Settings, started: number): ExploreOrder {
  const { facts, root, compileCacheDir } = pool
  return {
    type: 'explore',
    target: pathToFileURL(path.resolve(target)).href,
    facts,
    oracles: selectOracles(facts, settings.oracle),
    root,
    name: 'core-0',
    compileCacheDir,
    runtime: settings.runtime,
    settings,
    phases: [{ name: 'explore', faults: settings.faults ?? [], weight: 1 }],
    untilMillis: settings.maxTimeMillis,
    known: [],
    searchSeed: settings.seed,
    searched: [],
    startedAtMillis: performance.timeOrigin + started,
    share: { index: 0, of: 1 },
  }
}
