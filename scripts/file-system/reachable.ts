import type { FileOperation } from '../../harness/filesystem/requests.ts'
import type { Coverage } from './compare.ts'

const onPaths = ['ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR']

/**
 * Every error that an operation can give to the superuser on Linux, tmpfs and ext4, for reasons that lie in the directory:
 * the pages of section 2 of the Linux manual, without what hardware, limits and mounts bring about. EMLINK takes 65,000
 * names on ext4, and does not come on tmpfs. An error that a sequence meets and this list lacks is a mistake as well.
 */
export const reachable: Readonly<Record<FileOperation, readonly string[]>> = {
  open: ['EEXIST', 'EINVAL', 'EISDIR', ...onPaths],
  read: ['EBADF', 'EISDIR'],
  write: ['EBADF'],
  close: ['EBADF'],
  fsync: ['EBADF'],
  fdatasync: ['EBADF'],
  lock: ['EBADF'],
  unlock: ['EBADF'],
  truncate: ['EBADF', 'EINVAL'],
  stat: onPaths,
  lstat: onPaths,
  fstat: ['EBADF'],
  statfs: onPaths,
  access: ['EACCES', ...onPaths],
  readdir: onPaths,
  readlink: ['EINVAL', ...onPaths],
  realpath: onPaths,
  rename: ['EBUSY', 'EINVAL', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'ENOTEMPTY'],
  unlink: ['EISDIR', ...onPaths],
  link: ['EEXIST', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'EPERM'],
  symlink: ['EEXIST', ...onPaths],
  mkdir: ['EEXIST', ...onPaths],
  rmdir: ['EINVAL', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'ENOTEMPTY'],
  mkdtemp: ['EEXIST', ...onPaths],
  chmod: ['EBADF', ...onPaths],
  chown: ['EBADF', ...onPaths],
  utimes: ['EBADF', ...onPaths],
}

/** The errors that came up, in the same form. An operation that never succeeded is not in it. */
export function reached(coverage: Coverage): Record<string, string[]> {
  const met: Record<string, string[]> = {}
  for (const what of [...coverage.keys()].toSorted()) {
    const [op = '', error] = what.split(' ')
    met[op] ??= []
    if (error !== undefined && error !== 'unknown') met[op].push(error)
  }
  return met
}
