import { accessToEverything, accessToNothing, type Access } from '../../model/access.ts'
import type { DiskOperation } from './disk-operation.ts'
import type { InodeNumber } from '../inode.ts'

/**
 * A part of an inode that one operation can look at and another can change:
 *
 * - `data`: bytes, size and blocks of a file
 * - `list`: which names a directory has, and with them its size and its count of links
 * - `removal`: whether a directory was removed, so that nothing can be made in it
 * - `attributes`: permissions and owner
 * - `locks`: who holds a lock of a file
 * - `times`: all four of them, and how many names a file or symbolic link has, since that never changes without a time
 */
export type Facet = 'data' | 'list' | 'removal' | 'attributes' | 'times' | 'locks'

/**
 * Writes down what an operation looks at and changes, while it does so. The draft notes it in the same method that
 * looks or changes: no operation can touch anything that is not noted.
 */
export class Notes {
  readonly disk: DiskOperation[] = []
  readonly #reads = new Set<string>()
  readonly #alters = new Set<string>()
  readonly #changes = new Set<string>()
  #isUnknown = false

  reads(facet: Facet, inode: InodeNumber): void {
    this.#reads.add(`${facet} ${inode}`)
  }

  /** A change that others of its kind are indifferent to: one more name in a list, or a time that is set to now. */
  alters(facet: Facet, inode: InodeNumber): void {
    this.#alters.add(`${facet} ${inode}`)
  }

  changes(facet: Facet, inode: InodeNumber): void {
    this.#changes.add(`${facet} ${inode}`)
  }

  readsEntry(directory: InodeNumber, name: string): void {
    this.#reads.add(`entry ${directory}/${name}`)
  }

  changesEntry(directory: InodeNumber, name: string): void {
    this.#changes.add(`entry ${directory}/${name}`)
  }

  /** A description that several writers hold has one position for all. */
  readsPosition(description: string): void {
    this.#reads.add(`position ${description}`)
  }

  changesPosition(description: string): void {
    this.#changes.add(`position ${description}`)
  }

  /** The store does not know what happens: it may look at anything and change anything. */
  isUnknown(): void {
    this.#isUnknown = true
  }

  /** Plain data, in order of names. */
  get access(): Access {
    if (this.#isUnknown) return accessToEverything
    return {
      ...accessToNothing,
      reads: inOrder(this.#reads),
      alters: inOrder(this.#alters),
      changes: inOrder(this.#changes),
    }
  }
}

function inOrder(names: ReadonlySet<string>): string[] {
  return [...names].toSorted()
}
