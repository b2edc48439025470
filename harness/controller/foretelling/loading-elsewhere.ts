import { Unlearned } from '../../model/errors.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { World } from '../../programs/predicted/world.ts'
import { contentsKey } from '../execute/contents-key.ts'
import type { Load, Loaded, LoadMoment } from '../execute/loader.ts'
import { whileHolding } from '../execute/while-holding.ts'

/** So many answers are kept; they come again and again. */
const mostKept = 20_000

/**
 * Lets the application load what is in memory alone: from a directory that holds the same for the moment. It is asked
 * once for each content of the directory, and again at another time, or where files have other times, where it looks at
 * those, as long as those are at work whose calls it may tell.
 *
 * @param real where programs work that are no predictions: empty, as long as none does
 * @throws Unlearned where the load has changed the directory: that has to be carried out.
 */
export function loadingElsewhere(real: RunDirectory, load: Load): Load {
  const known = new Map<string, Loaded>()
  return (dir, workload, moment) => {
    const contents = contentsKey(dir)
    const { mayWait, looks } = moment
    // Whose calls it may tell depends on who there is.
    const key = `${workload.writers.length} ${mayWait} ${looks} ${contents}`
    const before = known.get(key)
    const told = before && known.get(momentKey(key, before, moment))
    if (told !== undefined) return told
    const tree = (dir as World).tree()
    if (!tree) throw new Unlearned()
    const loaded = whileHolding(real, tree, () => {
      const seen = load(real, workload, moment)
      if (contentsKey(real) !== contents) throw new Unlearned()
      return seen
    })
    if (known.size >= mostKept) known.clear()
    known.set(key, loaded)
    known.set(momentKey(key, loaded, moment), loaded)
    return loaded
  }
}

/** @param loaded what was loaded of the same contents, be it at another moment */
function momentKey(key: string, loaded: Loaded, { nowMicros, times }: LoadMoment): string {
  return [key, loaded.looksAtClock ? nowMicros : '', loaded.seesTimes ? times() : ''].join(' ')
}
