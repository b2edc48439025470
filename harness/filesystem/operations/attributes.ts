import { attributesOf, setAttributes, setTimes } from '../draft/attributes.ts'
import { isInGroup, isOwner, isSuperuser, withoutPrivileges } from '../draft/permissions.ts'
import { Refusal, refused } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { onAttributes } from './possible-errors.ts'
import { subjectOf } from './subject.ts'

const setGroupId = 0o2000
const same = -1

/** chmod(2) and fchmod(2). */
export const chmod = semanticsOf<'chmod'>({
  work(draft, request) {
    const inode = subjectOf(draft, request)
    if (inode instanceof Refusal) return inode
    if (!isOwner(draft, inode)) return refused('EPERM')
    const isOfGroup = isSuperuser(draft) || isInGroup(draft, attributesOf(draft, inode).gid)
    const allowed = isOfGroup ? 0o7777 : 0o7777 & ~setGroupId
    setAttributes(draft, inode, { permissions: request.permissions & allowed })
    return nothing
  },
  observes: () => null,
  mayFail: onAttributes,
})

/** chown(2), lchown(2) and fchown(2). The set-user-id bit goes, even where the owner stays and the superuser asks. */
export const chown = semanticsOf<'chown'>({
  work(draft, request) {
    const { uid, gid, follow } = request
    const inode = subjectOf(draft, request, follow)
    if (inode instanceof Refusal) return inode
    const before = attributesOf(draft, inode)
    if (!isSuperuser(draft)) {
      const mayKeep = isOwner(draft, inode)
      if (uid !== same && !(mayKeep && uid === before.uid)) return refused('EPERM')
      if (gid !== same && !(mayKeep && (gid === before.gid || isInGroup(draft, gid)))) return refused('EPERM')
    }
    const isDirectory = draft.kindOf(inode) === 'directory'
    setAttributes(draft, inode, {
      permissions: isDirectory ? before.permissions : withoutPrivileges(draft, before),
      uid: uid === same ? before.uid : uid,
      gid: gid === same ? before.gid : gid,
    })
    return nothing
  },
  observes: () => null,
  mayFail: onAttributes,
})

/** utimensat(2) with two times: for the owner. */
export const utimes = semanticsOf<'utimes'>({
  work(draft, request) {
    const inode = subjectOf(draft, request, request.follow)
    if (inode instanceof Refusal) return inode
    if (!isOwner(draft, inode)) return refused('EPERM')
    setTimes(draft, inode, request.accessedNanos, request.modifiedNanos)
    return nothing
  },
  observes: () => null,
  mayFail: onAttributes,
})
