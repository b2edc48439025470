import type { Stats } from 'node:fs'
import type { ShownInode } from '../../model/shown-inode.ts'

/** What of a new inode depends on who made it, and what chmod and chown change. */
export type Made = Pick<Stats, 'mode' | 'uid' | 'gid'>
/** What utimes sets. */
export type Dates = Pick<Stats, 'atimeMs' | 'mtimeMs'>

/** What stands in for the numbers and times that the kernel gives to inodes. */
export interface Inodes {
  /** The step that is being carried out may have made this, or given it other attributes. */
  made(made: Made): void
  /** The step that is being carried out has set these times, as a look shows them. */
  dated(dates: Dates): void
  /**
   * What the step shows which is being carried out; undefined where no step has made that file.
   *
   * @param where where its path leads at present; absent for a descriptor
   */
  shown(where?: () => string | undefined): ShownInode | undefined
}
