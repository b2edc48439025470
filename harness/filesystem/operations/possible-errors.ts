import type { PossibleError, Prospect } from '../semantics.ts'

/**
 * Errors that come from the machine and not from the directory, by POSIX.1-2024 and the Linux manual pages (section 2).
 * What the directory decides (ENOENT, EEXIST, ENOTDIR, EISDIR, ENOTEMPTY, ELOOP, EINVAL, EBADF) is `perform`'s to give:
 * a caller that was told otherwise would be right to believe it, and to be wrong.
 */
const reasons = {
  EIO: 'the device fails',
  EINTR: 'a signal comes first, where POSIX has this error',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the user is used up',
  EMFILE: 'the process has as many files open as it may',
  ENFILE: 'the system has as many files open as it may',
  EACCES:
    'a rule refuses it that modes do not show: an access list, a security module, another program on Windows',
  EPERM: 'the file is immutable, or a security module refuses it',
  EROFS: 'the file system is mounted for reading, or was after an error',
  EBUSY: 'another program uses the name, as on Windows and network drives',
  EXDEV: 'the two names lie on different file systems',
} as const

type Code = keyof typeof reasons

function possible(codes: readonly Code[]): readonly PossibleError[] {
  return codes.map((code) => ({ code, reason: reasons[code] }))
}

/**
 * The errors of an operation that looks up names: what is found wrong on the way there comes first, so that the other
 * errors fit only where it would succeed.
 */
export function onPaths(
  { succeeds }: Prospect,
  { always, instead = [] }: { readonly always: readonly Code[]; readonly instead?: readonly Code[] },
): readonly PossibleError[] {
  return possible(succeeds ? [...instead, ...always] : always)
}

/** The errors of an operation on an open file: a descriptor that is none is found first. */
export function onOpenFile({ succeeds }: Prospect, ...codes: readonly Code[]): readonly PossibleError[] {
  return succeeds ? possible(codes) : []
}

/** The errors of what changes attributes, by a path or an open file. */
export function onAttributes(request: object, prospect: Prospect): readonly PossibleError[] {
  if ('handle' in request) return onOpenFile(prospect, ...notOwned, 'EIO')
  return onPaths(prospect, { instead: notOwned, always: ['EIO'] })
}

export const full = ['ENOSPC', 'EDQUOT'] as const
/** What is done to a directory's list. */
export const denied = ['EACCES', 'EPERM', 'EROFS'] as const
/** What is done to the attributes of an inode. */
const notOwned = ['EPERM', 'EROFS'] as const
export const tooMany = ['EMFILE', 'ENFILE'] as const
