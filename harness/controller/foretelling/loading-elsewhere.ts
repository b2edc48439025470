import { Unlearned } from '../../model/errors.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { World } from '../../programs/predicted/world.ts'
import { contentsKey } from '../execute/contents-key.ts'
import type { Load, Loaded } from '../execute/loader.ts'
import { whileHolding } from '../execute/while-holding.ts'

/** So many answers are kept; they come again and again. */
const mostKept = 20_000

/**
 * Lets the application load what is in memory alone: from a directory that holds the same for the moment. It is asked
 * once for each content of the directory, and each time where it looks at the clock, as long as those are at work whose
 * calls it may tell.
 *
 * @param real where programs work that are no predictions: empty, as long as none does
 * @throws Unlearned where the load has changed the directory: that has to be carried out.
 */
export function loadingElsewhere(real: RunDirectory, load: Load): Load {
  const known = new Map<string, Loaded>()
  return (dir, workload, moment) => {
    const contents = contentsKey(dir)
    const { mayWait, looks, nowMicros } = moment
    // Whose calls it may tell depends on who there is.
    const key = `${workload.writers.length} ${mayWait} ${looks} ${contents}`
    const before = known.get(key)
    const told = before?.looksAtClock ? known.get(`${key} ${nowMicros}`) : before
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
    if (loaded.looksAtClock) known.set(`${key} ${nowMicros}`, loaded)
    return loaded
  }
}
