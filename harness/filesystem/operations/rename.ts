import type { Draft } from '../draft/draft.ts'
import { isEmpty, isRemoved, move, parentOf } from '../draft/entries.ts'
import { isPermitted, mayChangeList, mayWrite } from '../draft/permissions.ts'
import type { InodeNumber } from '../inode.ts'
import { Refusal, refused } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { Walk, type Place } from '../walk.ts'
import { placeOfName } from './free-place.ts'
import { denied, full, onPaths } from './possible-errors.ts'
import { refusalToTakeAway } from './removal.ts'

/** rename(2), and `do_renameat2` and `vfs_rename` in fs/namei.c for the order in which errors are found. */
export const rename = semanticsOf<'rename'>({
  work(draft, request) {
    const [fromWalk, toWalk] = [new Walk(draft), new Walk(draft)]
    const from = placeOfName(fromWalk, request.from)
    if (from instanceof Refusal) return from
    const to = placeOfName(toWalk, request.to)
    if (to instanceof Refusal) return to
    if (from.last !== 'name' || to.last !== 'name') return refused('EBUSY')
    const source = fromWalk.lookUp(from)
    if (source instanceof Refusal) return source
    if (source === null) return refused('ENOENT')
    const target = toWalk.lookUp(to)
    if (target instanceof Refusal) return target
    const isDirectory = draft.kindOf(source) === 'directory'
    if (!isDirectory && (from.hasSlash || to.hasSlash)) return refused('ENOTDIR')
    const isWrong = refusalOfLoop(draft, from, to, source, target)
    if (isWrong) return isWrong
    // Two names of one file: both stay, as POSIX has it.
    if (source === target) return nothing
    const isRefused = refusal(draft, from, to, source, target)
    if (isRefused) return isRefused
    move(draft, entryOf(from), entryOf(to), target)
    return nothing
  },
  observes: () => null,
  mayFail: (_, prospect) =>
    onPaths(prospect, { instead: [...denied, 'EBUSY', 'EXDEV', ...full], always: ['EIO'] }),
})

function entryOf({ parent, name }: Place): { parent: InodeNumber; name: string } {
  return { parent, name }
}

/** A directory cannot come to lie in itself, nor take the place of one that it lies in. */
function refusalOfLoop(
  draft: Draft,
  from: Place,
  to: Place,
  source: InodeNumber,
  target: InodeNumber | null,
): Refusal | null {
  if (from.parent === to.parent) return null
  if (draft.kindOf(source) === 'directory' && isWithin(draft, to.parent, source)) return refused('EINVAL')
  const isAbove =
    target !== null && draft.kindOf(target) === 'directory' && isWithin(draft, from.parent, target)
  return isAbove ? refused('ENOTEMPTY') : null
}

/** Whether a directory is another one, or lies below it. */
function isWithin(draft: Draft, directory: InodeNumber, other: InodeNumber): boolean {
  for (let at: InodeNumber | null = directory; at !== null; at = parentOf(draft, at))
    if (at === other) return true
  return false
}

function refusal(
  draft: Draft,
  from: Place,
  to: Place,
  source: InodeNumber,
  target: InodeNumber | null,
): Refusal | null {
  const isDirectory = draft.kindOf(source) === 'directory'
  const expected = isDirectory ? 'directory' : 'other'
  const fromRefusal = refusalToTakeAway(draft, from.parent, source, expected)
  if (fromRefusal) return fromRefusal
  if (target === null) {
    if (isRemoved(draft, to.parent)) return refused('ENOENT')
    if (!isPermitted(draft, to.parent, mayChangeList)) return refused('EACCES')
  } else {
    const toRefusal = refusalToTakeAway(draft, to.parent, target, expected)
    if (toRefusal) return toRefusal
  }
  // Its `..` changes.
  if (isDirectory && from.parent !== to.parent && !isPermitted(draft, source, mayWrite))
    return refused('EACCES')
  return isDirectory && target !== null && !isEmpty(draft, target) ? refused('ENOTEMPTY') : null
}
