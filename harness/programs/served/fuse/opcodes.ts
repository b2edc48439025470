/*
 * What the kernel asks of a file system over `/dev/fuse`, by number: `include/uapi/linux/fuse.h`, version 7.31.
 */

export const opcodes = {
  lookup: 1,
  forget: 2,
  getattr: 3,
  setattr: 4,
  readlink: 5,
  symlink: 6,
  mknod: 8,
  mkdir: 9,
  unlink: 10,
  rmdir: 11,
  rename: 12,
  link: 13,
  open: 14,
  read: 15,
  write: 16,
  statfs: 17,
  release: 18,
  fsync: 20,
  setxattr: 21,
  getxattr: 22,
  listxattr: 23,
  removexattr: 24,
  flush: 25,
  init: 26,
  opendir: 27,
  readdir: 28,
  releasedir: 29,
  fsyncdir: 30,
  getlk: 31,
  setlk: 32,
  setlkw: 33,
  access: 34,
  create: 35,
  interrupt: 36,
  destroy: 38,
  ioctl: 39,
  batchForget: 42,
  rename2: 45,
} as const
export type Opcode = keyof typeof opcodes

const names = new Map<number, Opcode>((Object.keys(opcodes) as Opcode[]).map((name) => [opcodes[name], name]))

/** Null for a number that this server has no name for. */
export function opcodeOf(number: number): Opcode | null {
  return names.get(number) ?? null
}

/** Of INIT: what this server can do (`FUSE_POSIX_LOCKS` and so on). */
export const initFlags = {
  posixLocks: 1 << 1,
  /** Without it, `open` with O_TRUNC is two steps where a local file system has one. */
  atomicTruncate: 1 << 3,
  bigWrites: 1 << 5,
  flockLocks: 1 << 10,
  parallelDirectories: 1 << 18,
  maxPages: 1 << 22,
} as const

/** Of SETATTR: which fields count. */
export const setFields = {
  mode: 1 << 0,
  uid: 1 << 1,
  gid: 1 << 2,
  size: 1 << 3,
  accessed: 1 << 4,
  modified: 1 << 5,
  handle: 1 << 6,
  accessedNow: 1 << 7,
  modifiedNow: 1 << 8,
} as const

/** Of OPEN: reads and writes come to the server, and no page is kept. */
export const directIo = 1 << 0
/** Of SETLK and SETLKW: it is a lock of flock(2), and else one of fcntl(2). */
export const isFlock = 1 << 0

/** `FUSE_NOTIFY_INVAL_ENTRY`: the kernel forgets what a name leads to. */
export const forgetEntry = 3

/** Flags of renameat2(2). mv(1) begins with `RENAME_NOREPLACE`; `RENAME_EXCHANGE` is refused. */
export const noReplace = 1
export const exchange = 2
