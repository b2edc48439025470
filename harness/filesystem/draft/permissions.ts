import type { InodeNumber } from '../inode.ts'
import { attributesOf, setAttributes, type Attributes } from './attributes.ts'
import type { Draft } from './draft.ts'

export const mayRead = 4
export const mayWrite = 2
export const mayExecute = 1
/** To change what a directory lists. */
export const mayChangeList = mayWrite | mayExecute

const setUserId = 0o4000
const setGroupId = 0o2000
const sticky = 0o1000
const groupExecutes = 0o010
const anyExecutes = 0o111
const othersWrite = 0o002
const groupOrOthersWrite = 0o022

/**
 * The rules of path_resolution(7), "Permissions" and "Bypassing permission checks", without ACLs, capabilities apart
 * from the superuser's, user namespaces and supplementary groups.
 */
export function isSuperuser({ options }: Draft): boolean {
  return options.credentials.uid === 0
}

/** @param wanted bits as in `access` */
export function isPermitted(draft: Draft, number: InodeNumber, wanted: number): boolean {
  const isDirectory = draft.kindOf(number) === 'directory'
  if (isSuperuser(draft)) {
    const needsBit = !isDirectory && (wanted & mayExecute) !== 0
    return !needsBit || (attributesOf(draft, number).permissions & anyExecutes) !== 0
  }
  const { permissions, uid, gid } = attributesOf(draft, number)
  const { credentials } = draft.options
  const shift = credentials.uid === uid ? 6 : credentials.gid === gid ? 3 : 0
  return ((permissions >> shift) & wanted) === wanted
}

export function isOwner(draft: Draft, number: InodeNumber): boolean {
  return isSuperuser(draft) || attributesOf(draft, number).uid === draft.options.credentials.uid
}

/** In a sticky directory, only the owner of a file or of the directory takes a name away. */
export function mayTakeAway(draft: Draft, directory: InodeNumber, number: InodeNumber): boolean {
  if (isSuperuser(draft)) return true
  const { permissions } = attributesOf(draft, directory)
  return (permissions & sticky) === 0 || isOwner(draft, number) || isOwner(draft, directory)
}

/** Whether the set-group-id bit goes where owner or data change (`setattr_should_drop_sgid`). */
function losesGroupId(draft: Draft, { permissions, gid }: Attributes): boolean {
  if ((permissions & setGroupId) === 0) return false
  return (permissions & groupExecutes) !== 0 || !isInGroup(draft, gid)
}

export function isInGroup(draft: Draft, gid: number): boolean {
  return isSuperuser(draft) || draft.options.credentials.gid === gid
}

/** Permission bits once they cannot give anybody the rights of an owner that is no longer the same. */
export function withoutPrivileges(draft: Draft, attributes: Attributes): number {
  const lost = setUserId | (losesGroupId(draft, attributes) ? setGroupId : 0)
  return attributes.permissions & ~lost
}

/** Who writes to another's program does not get that one's rights (`file_remove_privs`); the superuser has them all. */
export function dropPrivileges(draft: Draft, number: InodeNumber): void {
  if (isSuperuser(draft)) return
  const before = attributesOf(draft, number)
  const permissions = withoutPrivileges(draft, before)
  if (permissions !== before.permissions) setAttributes(draft, number, { permissions })
}

/**
 * Whether Linux may refuse, for reasons that depend on the machine's settings: what others have put into a sticky
 * directory that all may write to (proc_sys_fs(5): `protected_symlinks`, `protected_regular`).
 */
export function isMachinesToDecide(draft: Draft, directory: InodeNumber, number: InodeNumber): boolean {
  const holder = attributesOf(draft, directory)
  const writable = draft.kindOf(number) === 'link' ? othersWrite : groupOrOthersWrite
  if ((holder.permissions & sticky) === 0 || (holder.permissions & writable) === 0) return false
  const { uid } = attributesOf(draft, number)
  return uid !== holder.uid && uid !== draft.options.credentials.uid
}

/** What anybody may give another name, whatever `protected_hardlinks` says (`safe_hardlink_source`). */
export function isSafeToLink(draft: Draft, number: InodeNumber): boolean {
  const { permissions } = attributesOf(draft, number)
  const isGroupProgram = (permissions & (setGroupId | groupExecutes)) === (setGroupId | groupExecutes)
  return (
    draft.kindOf(number) === 'file' &&
    (permissions & setUserId) === 0 &&
    !isGroupProgram &&
    isPermitted(draft, number, mayRead | mayWrite)
  )
}
