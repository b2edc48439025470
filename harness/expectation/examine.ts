import { explore } from '../engine/explore/explore.ts'
import { race } from '../engine/race/race.ts'
import { Uncontrollable } from '../model/errors.ts'
import type { Result } from '../model/result.ts'
import type { RunHooks, Settings } from '../model/settings.ts'

const exploringShare = 0.65

/** What a target is put through, one result after the other; the first that does not hold is the last. */
export async function examine(target: string, settings: Settings, hooks: RunHooks): Promise<Result[]> {
  const part = (share: number): Settings => ({
    ...settings,
    maxTimeMillis: Math.max(1, Math.round(settings.maxTimeMillis * share)),
  })
  try {
    const explored = await explore(target, part(exploringShare), hooks)
    if (explored.verdict !== 'holds') return [explored]
    return [explored, await race(target, part(1 - exploringShare), hooks)]
  } catch (error) {
    if (!(error instanceof Uncontrollable)) throw error
    return [await race(target, settings, hooks)]
  }
}
