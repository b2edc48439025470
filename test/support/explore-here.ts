import type { Result, RunOptions } from 'onewriter'
import { exploreShare } from '../../harness/controller/explore-share.ts'
import { exploreOrder } from '../../harness/engine/explore/explore-order.ts'
import { ExploreRun } from '../../harness/engine/explore/explore-run.ts'
import { limitsWithin } from '../../harness/engine/limits.ts'
import { askedOracles, selectOracles } from '../../harness/oracles/index.ts'
import { Pool } from '../../harness/processes/pool.ts'
import type { News } from '../../harness/protocol/controller-messages.ts'
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
    const oracles = selectOracles(pool.facts, settings.oracle)
    const order = {
      ...exploreOrder(pool, { target, settings, oracles, started }),
      name: 'core-0',
      phases: [{ name: 'explore', faults: settings.faults ?? [], weight: 1 }],
      share: { index: 0, of: 1 },
    }
    await exploreShare(order, tell, stop.signal, () => null)
    return run.result()
  } finally {
    await pool.close()
  }
}
