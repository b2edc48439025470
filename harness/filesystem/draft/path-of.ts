import { rootNumber, type InodeNumber } from '../inode.ts'
import { entriesOf } from '../ordered-map.ts'
import type { Draft } from './draft.ts'
import { parentOf } from './entries.ts'

/** The names that lead from the root to a directory; null for one that was removed. */
export function pathOf(draft: Draft, directory: InodeNumber): string[] | null {
  if (directory === rootNumber) return []
  const parent = parentOf(draft, directory)
  if (parent === null) return null
  const above = pathOf(draft, parent)
  for (const [name, number] of entriesOf(draft.inodeOf('directory', parent).entries))
    if (number === directory) {
      draft.notes?.readsEntry(parent, name)
      return above && [...above, name]
    }
  return null
}
