import { touchAccessTime } from '../draft/data.ts'
import { addName, make } from '../draft/entries.ts'
import { targetOf } from '../draft/links.ts'
import { isOwner, isSafeToLink } from '../draft/permissions.ts'
import { Refusal, refused, unknown } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { isLongPath, Walk } from '../walk.ts'
import { freePlace } from './free-place.ts'
import { denied, full, onPaths } from './possible-errors.ts'
import { subjectOf } from './subject.ts'

/** link(2): a symbolic link is not followed but gets another name. Hard links are not limited on tmpfs (no EMLINK). */
export const link = semanticsOf<'link'>({
  work(draft, { from, to }) {
    const inode = new Walk(draft).to(from, false)
    if (inode instanceof Refusal) return inode
    const place = freePlace(draft, to, 'other')
    if (place instanceof Refusal) return place
    if (!isOwner(draft, inode) && !isSafeToLink(draft, inode))
      return unknown('whether others may link to this file depends on the setting protected_hardlinks')
    const isWrong = place.refusal()
    if (isWrong) return isWrong
    if (draft.kindOf(inode) === 'directory') return refused('EPERM')
    addName(draft, place.entry, inode)
    return nothing
  },
  observes: () => null,
  mayFail: (_, prospect) => onPaths(prospect, { instead: [...denied, 'EXDEV', ...full], always: ['EIO'] }),
})

/** symlink(2): the target is any text. */
export const symlink = semanticsOf<'symlink'>({
  work(draft, { target, ...where }) {
    if (target === '') return refused('ENOENT')
    if (isLongPath(target)) return refused('ENAMETOOLONG')
    const place = freePlace(draft, where, 'other')
    if (place instanceof Refusal) return place
    const isWrong = place.refusal()
    if (isWrong) return isWrong
    make(draft, place.entry, { kind: 'link', target })
    return nothing
  },
  observes: () => null,
  mayFail: (_, prospect) => onPaths(prospect, { instead: [...denied, ...full], always: ['EIO'] }),
})

/** readlink(2). */
export const readlink = semanticsOf<'readlink'>({
  work(draft, where) {
    const inode = subjectOf(draft, where, false)
    if (inode instanceof Refusal) return inode
    if (draft.kindOf(inode) !== 'link') return refused('EINVAL')
    touchAccessTime(draft, inode)
    return { target: targetOf(draft, inode) }
  },
  observes: ({ target }) => target,
  mayFail: (_, prospect) => onPaths(prospect, { always: ['EIO'] }),
})
