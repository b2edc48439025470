import type { InjectedError } from '../model/fault.ts'
import { makes, opens, opensToWrite, type Finds } from '../model/finds.ts'
import type { Operation, Step } from '../model/step.ts'

/** Where a step can give an error. */
type Where = (step: Pick<Step, 'flags' | 'bytes'>, finds: Finds) => boolean

/** Errors that a system call may give, where it may, and why. */
export interface Row {
  readonly codes: readonly InjectedError[]
  readonly where: Where
  readonly why: string
}

const full = ['ENOSPC', 'EDQUOT'] as const
const anywhere: Where = () => true
const reached: Where = (_, { path }) => path !== 'unreachable'
const there: Where = (_, { path }) => path === 'there'
const newName: Where = (_, { path }) => path === 'absent'
const newLink: Where = (_, { to }) => to === 'absent'
const linked: Where = (_, { path, to }) => path === 'there' && to === 'absent'
const moved: Where = (_, { path, to }) => path === 'there' && to !== 'unreachable'
const written: Where = (_, { writable }) => writable
const someBytes: Where = ({ bytes }) => bytes !== 0

const row = (codes: readonly InjectedError[], where: Where, why: string): Row => ({ codes, where, why })

const unreadable = row(['EIO'], anywhere, 'a directory or an inode cannot be read, or not be written')
const interrupted = row(
  ['EINTR'],
  anywhere,
  'interrupted by a signal: libuv tries all but a read again (uv__fs_work)',
)
const descriptors = row(['EMFILE', 'ENFILE'], anywhere, 'a descriptor is taken before the name is looked up')
const readOnly = (where: Where) => row(['EROFS'], where, 'the file system has become read-only')
const noRoom = (where: Where) => row(full, where, 'no room, or no quota, for an entry in the directory')
const closed = (where: Where) =>
  row(['EACCES', 'EPERM'], where, 'the directory may not be written, or is immutable (chattr +i)')
const busy = (where: Where) =>
  row(['EBUSY'], where, 'in use elsewhere: a mount point; any name on Windows and on network drives')
const notOwned = row(['EPERM'], there, "another user's file, or a file system without owners and modes")

/**
 * The errors that a system call may give of itself, by POSIX.1-2024 and the Linux manual pages (section 2). None
 * contradicts the directory: whatever the kernel finds by looking at a name (ENOENT, EEXIST, ENOTDIR, EISDIR, ENOTEMPTY,
 * ELOOP) it gives where it is so, and nowhere else; and what it would find first, as EEXIST before ENOSPC, comes first
 * here, too (`filename_create`, `do_unlinkat` and `do_renameat2` of Linux' fs/namei.c). That the run directory cannot be
 * searched is no error of one step: nothing in it could be reached then, so that `access`, which `existsSync` asks and
 * takes any error of for "not there", does not fail at all.
 */
export const errnoTable: Readonly<Record<Operation, readonly Row[]>> = {
  open: [
    row(['EACCES'], opens, "the file's own permissions: another user's, a security module, a virus scanner"),
    closed(makes),
    row(['EPERM'], opensToWrite, 'the file is immutable (chattr +i)'),
    readOnly((step, finds) => makes(step, finds) || opensToWrite(step, finds)),
    noRoom(makes),
    descriptors,
    unreadable,
  ],
  read: [unreadable, interrupted],
  write: [
    row(full, someBytes, 'no room, or no quota, for the data'),
    row(['EIO'], someBytes, 'the disk does not take it'),
  ],
  close: [row(full, written, 'what was written may come to nothing as late as here (close(2))'), unreadable],
  fsync: [row([...full, 'EIO'], anywhere, 'what was written finds no room, or no disk')],
  fdatasync: [row([...full, 'EIO'], anywhere, 'what was written finds no room, or no disk')],
  truncate: [unreadable],
  stat: [unreadable],
  lstat: [unreadable],
  fstat: [unreadable],
  statfs: [unreadable],
  access: [],
  readdir: [
    row(['EACCES'], there, 'the directory may be searched, but not be read'),
    descriptors,
    unreadable,
  ],
  readlink: [unreadable],
  realpath: [unreadable],
  rename: [
    closed(moved),
    readOnly(reached),
    busy(moved),
    row(
      ['EXDEV'],
      reached,
      'two mounts, or a union of file systems (overlayfs, mergerfs), within one directory',
    ),
    noRoom(moved),
    unreadable,
  ],
  unlink: [closed(there), readOnly(reached), busy(there), unreadable],
  link: [
    closed(linked),
    readOnly(linked),
    row(['EXDEV'], linked, 'two mounts, or a union of file systems'),
    noRoom(linked),
    unreadable,
  ],
  symlink: [closed(newLink), readOnly(newLink), noRoom(newLink), unreadable],
  mkdir: [closed(newName), readOnly(newName), noRoom(newName), unreadable],
  rmdir: [closed(there), readOnly(reached), busy(there), unreadable],
  mkdtemp: [closed(newName), readOnly(newName), noRoom(newName), unreadable],
  chmod: [notOwned, readOnly(there), unreadable],
  chown: [notOwned, readOnly(there), unreadable],
  utimes: [notOwned, readOnly(there), unreadable],
  lock: [],
  unlock: [],
  timer: [],
  begin: [],
  signal: [],
}
