import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { exploreShare } from '../../harness/controller/explore-share.ts'
import { limitsWithin } from '../../harness/engine/limits.ts'
import type { Settings } from '../../harness/model/settings.ts'
import { selectOracles } from '../../harness/oracles/index.ts'
import { Pool } from '../../harness/processes/pool.ts'
import type { ExploreOrder, News } from '../../harness/protocol/controller-messages.ts'

/** What a search has told. */
export interface Searched {
  readonly violation: Extract<News, { type: 'violation' }> | null
  readonly explored: Extract<News, { type: 'explored' }> | null
}

/** Of what is found, nothing is made smaller: that is not measured, and takes longer than to find it. */
const leastMillis = 1

/** Explores one target again and again, as a controller does, in this process: nothing but writers has to be started. */
export class Searches {
  readonly #target: string
  readonly #pool: Pool
  #begun = 0

  private constructor(target: string, pool: Pool) {
    this.#target = target
    this.#pool = pool
  }

  /** @throws UsageError when the target does not load. */
  static async open(target: string, settings: Settings): Promise<Searches> {
    return new Searches(
      target,
      await Pool.open({ ...settings, ...limitsWithin(settings.maxTimeMillis), target }),
    )
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  /** One search, up to its first violation, or to the end where `bail` is 0. */
  async search(settings: Settings): Promise<Searched> {
    const stop = new AbortController()
    const told: { violation: Searched['violation']; explored: Searched['explored'] } = {
      violation: null,
      explored: null,
    }
    const tell = (news: News) => {
      if (news.type === 'spawned') this.#pool.guard.watch(news.pid)
      else if (news.type === 'ended') this.#pool.guard.release(news.pid)
      else if (news.type === 'suspected' && settings.bail > 0) stop.abort()
      else if (news.type === 'violation') told.violation ??= news
      else if (news.type === 'explored') told.explored = news
    }
    await exploreShare(this.#orderOf(settings), tell, stop.signal, () => null)
    return told
  }

  #orderOf(settings: Settings): ExploreOrder {
    const { facts, root, compileCacheDir } = this.#pool
    this.#begun += 1
    return {
      type: 'explore',
      target: pathToFileURL(path.resolve(this.#target)).href,
      facts,
      oracles: selectOracles(facts, settings.oracle),
      root,
      name: `search-${this.#begun}`,
      compileCacheDir,
      runtime: settings.runtime,
      settings,
      phases: [{ name: 'explore', faults: [], weight: 1 }],
      untilMillis: settings.maxTimeMillis,
      known: [],
      mostShrinkMillis: leastMillis,
      searchSeed: settings.seed,
      searched: [],
      startedAtMillis: performance.timeOrigin + performance.now(),
      share: { index: 0, of: 1 },
    }
  }
}
