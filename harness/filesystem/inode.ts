import type { Bytes } from './bytes.ts'
import type { OrderedMap } from './ordered-map.ts'

/**
 * The number of an inode, as `stat` shows it. It follows from the directory and the name that the inode was made under,
 * and from how many were made there before: so it is the same whatever happens elsewhere in between, and whoever makes
 * it. It never comes again within an execution; on a real disk it may.
 */
export type InodeNumber = number

/** Since 1970-01-01T00:00:00Z. */
export type Nanos = bigint

interface Attributes {
  /** Permission bits with set-user-id, set-group-id and sticky: 12 bits. */
  readonly permissions: number
  readonly uid: number
  readonly gid: number
  readonly accessedNanos: Nanos
  readonly modifiedNanos: Nanos
  readonly changedNanos: Nanos
  readonly bornNanos: Nanos
}

export interface FileInode extends Attributes {
  readonly kind: 'file'
  /** How many names lead to it. */
  readonly links: number
  readonly data: Bytes
}

export interface LinkInode extends Attributes {
  readonly kind: 'link'
  readonly links: number
  readonly target: string
}

export interface DirectoryInode extends Attributes {
  readonly kind: 'directory'
  readonly entries: OrderedMap<string, InodeNumber>
  /** By name, how many inodes were made under it. */
  readonly made: OrderedMap<string, number>
  /** Where `..` leads; its own number for the root. */
  readonly parent: InodeNumber
  readonly subdirectories: number
  /** It was removed: nothing can be made in it any more. */
  readonly isRemoved: boolean
}

/** A file, a directory or a symbolic link. Never changed: what changes it makes another object of the same number. */
export type Inode = FileInode | LinkInode | DirectoryInode
export type Kind = Inode['kind']

/** Where times are virtual: of a directory that nobody has looked at since its list has changed. */
export const undated: Nanos = -1n
/** Where times are virtual: the time of access is that of modification. */
export const asModified: Nanos = -2n
/** Where times are virtual: of what was there before the first step, nobody knows when it came about. */
export const unknownNanos: Nanos = 0n

/** Whether a time is one: one that was set may lie before all others. */
export function isTime(nanos: Nanos): boolean {
  return nanos !== undated && nanos !== asModified
}

/** FUSE has the same number for it (`FUSE_ROOT_ID`). */
export const rootNumber: InodeNumber = 1

/**
 * Below 2^52, so that it is exact as a number of JavaScript's, and too many for two inodes of one execution to share one
 * by chance. 53-bit hash of M. Weissbach and others (cyrb53, public domain).
 */
export function numberFor(parent: InodeNumber, name: string, madeBefore: number): InodeNumber {
  const text = `${parent}/${madeBefore}/${name}`
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (low >>> 12) * 2 ** 32 + (high >>> 0) + 2
}
