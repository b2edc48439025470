import { defaultLimits, type Limits } from '../../harness/engine/limits.ts'
import { race } from '../../harness/engine/race/race.ts'
import type { RunOptions } from '../../harness/index.ts'
import { checkOptions } from '../../harness/settings/settings.ts'

/** A race with tighter limits than a user can set, so that a test of them need not wait. */
export function raceWithin(limits: Partial<Limits>, target: string, options: RunOptions) {
  return race(target, checkOptions(options).settings, {}, { ...defaultLimits, ...limits })
}
