import type { Entry } from '../draft/disk-operation.ts'
import type { Draft } from '../draft/draft.ts'
import { isRemoved } from '../draft/entries.ts'
import { isPermitted, mayChangeList } from '../draft/permissions.ts'
import { Refusal, refused } from '../outcome.ts'
import type { AtPath } from '../requests.ts'
import { outside, Walk } from '../walk.ts'

interface FreePlace {
  readonly entry: Entry
  /** Why nothing can be made there; null where it can. Linux asks late, after what else may be wrong. */
  refusal(): Refusal | null
}

/** A name that leads to nothing yet, for what is to be made: `filename_create` in fs/namei.c. */
export function freePlace(draft: Draft, where: AtPath, what: 'directory' | 'other'): FreePlace | Refusal {
  const walk = new Walk(draft)
  const place = walk.toParent(where)
  if (place instanceof Refusal) return place
  if (place.last !== 'name') return refused('EEXIST')
  const there = walk.lookUp(place)
  if (there instanceof Refusal) return there
  if (there !== null) return refused('EEXIST')
  // Slashes may only come after the name of a directory.
  if (place.hasSlash && what === 'other') return refused('ENOENT')
  const { parent, name } = place
  return {
    entry: { parent, name },
    refusal: () => {
      if (isRemoved(draft, parent)) return refused('ENOENT')
      return isPermitted(draft, parent, mayChangeList) ? null : refused('EACCES')
    },
  }
}

/** A name that leads to something, for what is to be moved or removed: `filename_parentat`. */
export function placeOfName(walk: Walk, where: AtPath) {
  const place = walk.toParent(where)
  // The name of the root itself lies in a directory that is not in the store.
  return !(place instanceof Refusal) && place.last === 'root' ? outside : place
}
