import type { InodeNumber } from '../inode.ts'

/** A name in a directory. */
export interface Entry {
  readonly parent: InodeNumber
  readonly name: string
}

/**
 * One operation as far as a disk is concerned: what may reach it by itself, told by inodes and data, so that what is
 * left after a power loss can be laid out from a list of these alone.
 */
export type DiskOperation =
  /** A new inode with its first name. */
  | {
      readonly kind: 'create'
      readonly inode: InodeNumber
      readonly node: 'file' | 'directory' | { readonly link: string }
      readonly entry: Entry
    }
  | { readonly kind: 'link'; readonly inode: InodeNumber; readonly entry: Entry }
  /** `unlink` or `rmdir`. */
  | { readonly kind: 'remove'; readonly inode: InodeNumber; readonly entry: Entry }
  | {
      readonly kind: 'rename'
      readonly inode: InodeNumber
      readonly from: Entry
      readonly entry: Entry
      /** What had the new name until then. */
      readonly replaces: InodeNumber | null
    }
  | {
      readonly kind: 'write'
      readonly inode: InodeNumber
      readonly offset: number
      readonly data: Uint8Array
      /** By a description with O_SYNC or O_DSYNC: it is on disk when the operation returns. */
      readonly synchronous: boolean
    }
  | { readonly kind: 'truncate'; readonly inode: InodeNumber; readonly length: number }
  /** `fsync` of a file or directory, or `fdatasync`. */
  | { readonly kind: 'sync'; readonly inode: InodeNumber; readonly dataOnly: boolean }
  /** Of a handle: ext4 may write out what a truncation has replaced. */
  | { readonly kind: 'close'; readonly inode: InodeNumber }
