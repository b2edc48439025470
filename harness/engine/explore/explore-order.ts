import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Settings } from '../../model/settings.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Pool } from '../../processes/pool.ts'
import type { ExploreOrder } from '../../protocol/controller-messages.ts'

interface OrderedRun {
  /** Path of the target module. */
  readonly target: string
  readonly settings: Settings
  readonly oracles: readonly OracleName[]
  /** When the run began, by `performance.now()`. */
  readonly started: number
}

/** What each controller of a run is told, where nothing was searched or found before. */
export function exploreOrder(
  { facts, root, compileCacheDir }: Pool,
  { target, settings, oracles, started }: OrderedRun,
): Omit<ExploreOrder, 'name' | 'phases' | 'share'> {
  return {
    type: 'explore',
    target: pathToFileURL(path.resolve(target)).href,
    facts,
    oracles,
    root,
    compileCacheDir,
    runtime: settings.runtime,
    settings,
    untilMillis: settings.maxTimeMillis,
    known: [],
    searchSeed: settings.seed,
    searched: [],
    startedAtMillis: performance.timeOrigin + started,
  }
}
