import type { BigIntStats } from 'node:fs'

/** Elsewhere a time of birth can be set, by dating a file back (utimes(2) on macOS). */
const isKept = process.platform === 'linux'

/** When an inode was made, in nanoseconds since 1970; 0 where the system does not tell (statx(2)). */
export function birthOf({ birthtimeNs }: BigIntStats): bigint {
  return isKept ? birthtimeNs : 0n
}

/**
 * Whether an entry of a directory was there before the directory was: then it was moved in, it is somebody's, and its
 * removal would lose it. Another name of it, as hard links are, loses nothing.
 *
 * @param directoryBirth as `birthOf` gives it
 */
export function isMovedIn(stats: BigIntStats, directoryBirth: bigint): boolean {
  const birth = birthOf(stats)
  if (birth <= 0n || birth >= directoryBirth) return false
  return stats.isDirectory() || stats.nlink === 1n
}
