import type { Draft } from '../draft/draft.ts'
import { isEmpty, isRemoved, remove } from '../draft/entries.ts'
import { isPermitted, mayChangeList, mayTakeAway } from '../draft/permissions.ts'
import type { InodeNumber } from '../inode.ts'
import { Refusal, refused } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { Walk } from '../walk.ts'
import { placeOfName } from './free-place.ts'
import { denied, onPaths } from './possible-errors.ts'

/** Why a name cannot be taken away (`may_delete` in fs/namei.c); null where it can. */
export function refusalToTakeAway(
  draft: Draft,
  directory: InodeNumber,
  inode: InodeNumber,
  expected: 'directory' | 'other',
): Refusal | null {
  if (!isPermitted(draft, directory, mayChangeList)) return refused('EACCES')
  if (!mayTakeAway(draft, directory, inode)) return refused('EPERM')
  const isDirectory = draft.kindOf(inode) === 'directory'
  if (expected === 'directory' && !isDirectory) return refused('ENOTDIR')
  if (expected === 'other' && isDirectory) return refused('EISDIR')
  return isRemoved(draft, directory) ? refused('ENOENT') : null
}

/** unlink(2). For a directory, Linux says EISDIR where POSIX has EPERM. */
export const unlink = semanticsOf<'unlink'>({
  work(draft, where) {
    const walk = new Walk(draft)
    const place = placeOfName(walk, where)
    if (place instanceof Refusal) return place
    if (place.last !== 'name') return refused('EISDIR')
    const inode = walk.lookUp(place)
    if (inode instanceof Refusal) return inode
    if (inode === null) return refused('ENOENT')
    if (place.hasSlash) return refused(draft.kindOf(inode) === 'directory' ? 'EISDIR' : 'ENOTDIR')
    const { parent, name } = place
    const isWrong = refusalToTakeAway(draft, parent, inode, 'other')
    if (isWrong) return isWrong
    remove(draft, { parent, name })
    return nothing
  },
  observes: () => null,
  mayFail: (_, prospect) => onPaths(prospect, { instead: [...denied, 'EBUSY'], always: ['EIO'] }),
})

/** rmdir(2). */
export const rmdir = semanticsOf<'rmdir'>({
  work(draft, where) {
    const walk = new Walk(draft)
    const place = placeOfName(walk, where)
    if (place instanceof Refusal) return place
    if (place.last === 'dot') return refused('EINVAL')
    if (place.last === 'dots') return refused('ENOTEMPTY')
    const inode = walk.lookUp(place)
    if (inode instanceof Refusal) return inode
    if (inode === null) return refused('ENOENT')
    const { parent, name } = place
    const isWrong = refusalToTakeAway(draft, parent, inode, 'directory')
    if (isWrong) return isWrong
    if (!isEmpty(draft, inode)) return refused('ENOTEMPTY')
    remove(draft, { parent, name })
    return nothing
  },
  observes: () => null,
  mayFail: (_, prospect) => onPaths(prospect, { instead: [...denied, 'EBUSY'], always: ['EIO'] }),
})
