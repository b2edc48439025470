import type { Unread } from './content.ts'
import type { ReadBack } from './read-back.ts'
import type { Tree } from './tree.ts'

/**
 * Where the programs of an execution work, as its loop sees it between two steps: a directory of the machine, or one in
 * memory. Empty between executions. Paths are relative to it.
 */
export interface RunDirectory {
  /** As the target is told. */
  readonly path: string
  /** @throws RunDirectoryLost when the target has put something else in its place. */
  assertInPlace(): void
  /** Every entry below it, sorted; directories end in `/`. */
  entries(): string[]
  /**
   * All bytes of a file, links followed as an application follows them: a view, valid until the next call. Or why there
   * are none.
   */
  read(file: string): Uint8Array | Unread
  /** Opens a file until `closeFiles`, so that its data can still be read when it has lost its name; null where it cannot be read. */
  open(file: string): ReadBack | null
  closeFiles(): void
  /** What a symbolic link says, where that is a relative path; null where it is not, or nobody can tell. */
  relativeLink(entry: string): string | null
  /**
   * Removes all that is in it.
   *
   * @param entries as `entries` gave them, where nobody has made others since
   * @throws RunDirectoryLost when that cannot be done.
   */
  clear(entries?: readonly string[]): void
  /** Fills it, empty as it is, with what a power loss has left. */
  materialise(tree: Tree): void
}
