import type { InodeNumber, Nanos } from './inode.ts'

export type { FileOperation } from '../model/step.ts'

/** A path as the caller gives it. */
export interface AtPath {
  /** Relative to a directory of the store, or absolute and below the store's own absolute path. */
  readonly path: string
  /** The directory that a relative path begins at; the root where none is named. */
  readonly from?: InodeNumber
}

export interface AtHandle {
  /** One of the asker's own, as `open` was given it. */
  readonly handle: number
}

/** For a server, which knows inodes by number: it has to hold the inode, so that it cannot go away. */
export interface AtInode {
  readonly inode: InodeNumber
}

type AtEither = AtPath | AtHandle | AtInode
interface FollowsOrNot {
  /** Whether a symbolic link in the last place is followed; true where it is left out. */
  readonly follow?: boolean
}
interface TwoPaths {
  readonly from: AtPath
  readonly to: AtPath
}
type Opening = AtPath | AtInode

/** By operation, its arguments. */
export interface Requests {
  open: Opening & {
    /** Bits, as in `fs.constants`. */
    readonly flags: number
    readonly permissions: number
    /** Free so far; the asker's name for what it opens. */
    readonly handle: number
  }
  /** Without a position, reads on from where the description stands. */
  read: AtHandle & { readonly bytes: number; readonly position?: number }
  write: AtHandle & { readonly data: Uint8Array; readonly position?: number }
  close: AtHandle
  fsync: AtHandle
  fdatasync: AtHandle
  truncate: AtEither & { readonly length: number }
  stat: AtPath
  lstat: AtPath
  fstat: AtHandle | AtInode
  statfs: AtPath
  access: AtPath & {
    /** The bits of R_OK, W_OK and X_OK; 0 asks for existence. */
    readonly wanted: number
  }
  readdir: AtPath | AtInode
  readlink: AtPath | AtInode
  realpath: AtPath
  rename: TwoPaths
  unlink: AtPath
  link: TwoPaths
  symlink: AtPath & { readonly target: string }
  mkdir: AtPath & { readonly permissions: number }
  rmdir: AtPath
  /** The caller has chosen the name. */
  mkdtemp: AtPath
  chmod: AtEither & { readonly permissions: number }
  /** An owner of -1 is left as it is. */
  chown: AtEither & FollowsOrNot & { readonly uid: number; readonly gid: number }
  lock: AtHandle
  unlock: AtHandle
  utimes: AtEither & FollowsOrNot & { readonly accessedNanos: Nanos; readonly modifiedNanos: Nanos }
}
