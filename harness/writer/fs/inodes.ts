import type { Stats } from 'node:fs'

/** What of a new inode depends on who made it. */
export type Made = Pick<Stats, 'mode' | 'uid' | 'gid'>

/** What stands in for the numbers that the kernel gives to inodes. */
export interface Inodes {
  /** The step that is being carried out may have made this. */
  made(made: Made): void
  /**
   * The number that the step shows which is being carried out; undefined where no step has made that file.
   *
   * @param where where its path leads at present; absent for a descriptor
   */
  inodeNumber(where?: () => string | undefined): number | undefined
}
