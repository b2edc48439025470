import type { BigIntStats } from 'node:fs'

/** Which directory it is, whatever path leads to it: the device and the inode of stat(2), as text for JSON. */
export interface Identity {
  readonly device: string
  readonly inode: string
}

/** A directory by its path, with what proves that the path still leads to it. Plain data. */
export interface KnownDirectory {
  /** Absolute. */
  readonly path: string
  readonly identity: Identity
}

export function identityOf({ dev, ino }: BigIntStats): Identity {
  return { device: String(dev), inode: String(ino) }
}

export function isSameIdentity(one: Identity, other: Identity): boolean {
  return one.device === other.device && one.inode === other.inode
}
