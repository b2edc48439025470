import type { Inode } from '../../model/file-system.ts'

/** The directory that everything else lies below; it is on disk from the start, and empty. */
export const rootInode: Inode = 0

/** What an inode is; a symbolic link with where it leads, and what it says, as in a `Tree`. */
export type NodeKind = 'file' | 'directory' | { readonly link: string; readonly says?: string }

/** A name in a directory. `path` is for people: what a schedule calls it. */
export interface Entry {
  readonly parent: Inode
  readonly name: string
  readonly path: string
}

/**
 * One completed operation as far as the disk is concerned, with the identity of what it works on. A write has its data:
 * from that alone can be told what the disk holds when some of it is lost.
 */
export type DiskOperation =
  /** A new inode with its first name. */
  | { readonly kind: 'create'; readonly inode: Inode; readonly node: NodeKind; readonly entry: Entry }
  | { readonly kind: 'link'; readonly inode: Inode; readonly entry: Entry }
  /** `unlink` or `rmdir`. */
  | { readonly kind: 'remove'; readonly inode: Inode; readonly entry: Entry }
  | {
      readonly kind: 'rename'
      readonly inode: Inode
      readonly from: Entry
      readonly entry: Entry
      /** What had the new name until then. */
      readonly replaces: Inode | null
    }
  | {
      readonly kind: 'write'
      readonly inode: Inode
      readonly offset: number
      readonly data: Uint8Array
      /** By a descriptor with O_SYNC or O_DSYNC. */
      readonly synchronous: boolean
    }
  | { readonly kind: 'truncate'; readonly inode: Inode; readonly length: number }
  /** `fsync` of a file or directory, or `fdatasync`. */
  | { readonly kind: 'sync'; readonly inode: Inode; readonly dataOnly: boolean }
  | { readonly kind: 'close'; readonly inode: Inode }
  /** It has other permissions from now on. No model loses that: what a file may be read by is not what is asked here. */
  | { readonly kind: 'mode'; readonly inode: Inode; readonly permissions: number }
