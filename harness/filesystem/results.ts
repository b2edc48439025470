import type { InodeNumber, Kind, Nanos } from './inode.ts'

/** What `stat`, `lstat` and `fstat` show, but for `dev` and `blksize`, which are always the same. */
export interface Stats {
  readonly number: InodeNumber
  readonly kind: Kind
  readonly permissions: number
  readonly uid: number
  readonly gid: number
  readonly links: number
  readonly sizeBytes: number
  /** In units of 512 bytes. */
  readonly blocks: number
  readonly accessedNanos: Nanos
  readonly modifiedNanos: Nanos
  readonly changedNanos: Nanos
  readonly bornNanos: Nanos
}

export interface ListedEntry {
  readonly name: string
  readonly kind: Kind
}

interface Nothing {
  readonly nothing: true
}
export const nothing: Nothing = { nothing: true }

/** By operation, what it gives to the caller when it succeeds. */
export interface Results {
  open: Nothing
  read: { readonly data: Uint8Array }
  write: { readonly bytes: number }
  close: Nothing
  fsync: Nothing
  fdatasync: Nothing
  truncate: Nothing
  stat: Stats
  lstat: Stats
  fstat: Stats
  statfs: never
  access: Nothing
  /** In order of names by their bytes, as Node's `readdir` sorts them. */
  readdir: { readonly entries: readonly ListedEntry[] }
  readlink: { readonly target: string }
  /** Relative to the store's root, and empty for that itself. */
  realpath: { readonly path: string }
  rename: Nothing
  unlink: Nothing
  link: Nothing
  symlink: Nothing
  mkdir: Nothing
  rmdir: Nothing
  mkdtemp: Nothing
  chmod: Nothing
  chown: Nothing
  utimes: Nothing
  lock: Nothing
  unlock: Nothing
}
