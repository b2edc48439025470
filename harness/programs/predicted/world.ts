import { bytesAt } from '../../filesystem/bytes.ts'
import { valueAt } from '../../filesystem/ordered-map.ts'
import { laidOut } from '../../filesystem/shadow/laid-out.ts'
import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import { isTemporary } from '../../model/canonical-names.ts'
import { unread, type Unread } from '../../model/content.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { Tree } from '../../model/tree.ts'
import { withGone, type Gone } from './learned.ts'
import { partOf, partsOfPath, type Asking } from './names.ts'
import type { PendingStep } from '../../model/step.ts'

/** Where predicted programs are at home: the file system in memory of their execution is all that there is. */
export class World implements RunDirectory {
  readonly path: string
  readonly shadow: Shadow
  /** What calls return, or loads find, is told by the documents of all calls. */
  readonly tellsValues: boolean
  gone: Gone = []

  /** @param path of the directory in which those work that were learned from */
  constructor(path: string, shadow: Shadow, tellsValues: boolean) {
    this.path = path
    this.shadow = shadow
    this.tellsValues = tellsValues
  }

  /** The same, from where each goes on by itself. */
  fork(): World {
    const fork = new World(this.path, this.shadow.fork(), this.tellsValues)
    fork.gone = this.gone
    return fork
  }

  /** The process that stands behind a writer is no more. */
  end(writer: number): void {
    this.gone = withGone(this.gone, writer)
  }

  /**
   * A step that was asked for with other names of the moment, with those that the same files have here.
   *
   * @throws Unlearned where it is not known whether it is the same file, or the same name.
   */
  named(step: PendingStep, canonical: unknown, asking: Asking): PendingStep {
    const { path, to, through } = step
    if (path === undefined || !Array.isArray(canonical)) return step
    const [name, toName] = canonical as [string, string | undefined]
    const here = this.#nameOf(path, name, asking)
    const toHere = to === undefined || toName === undefined ? to : this.#nameOf(to, toName, asking)
    if (through || (here === path && toHere === to)) return step
    return { ...step, path: here, to: toHere }
  }

  assertInPlace(): void {}

  entries(): string[] {
    const { shadow } = this
    const isDirectory = (path: string) => shadow.inodeAt(path)?.inode.kind === 'directory'
    return shadow.paths.map((path) => (isDirectory(path) ? `${path}/` : path)).toSorted()
  }

  read(file: string): Uint8Array | Unread {
    const found = this.shadow.inodeAt(file)
    if (!found) return { kind: 'missing' }
    const inode = valueAt(this.shadow.store.inodes, found.number)
    if (inode?.kind !== 'file') return unread.directory
    return bytesAt(inode.data, 0, inode.data.size)
  }

  /** All that is in it, as it would be laid out elsewhere; null where that could not show the same. */
  tree(): Tree | null {
    return laidOut(this.shadow)
  }

  /** Nothing has to be read back: what is written is known beforehand. */
  open(): null {
    return null
  }

  closeFiles(): void {}

  /** Who makes one is carried out. */
  relativeLink(): null {
    return null
  }

  clear(): void {}

  /** Whoever lays something out tells the file system in memory as well: see `ExecutionState.adopt`. */
  materialise(): void {}

  #nameOf(path: string, canonical: string, asking: Asking): string {
    if (!isTemporary(canonical)) return path
    return partsOfPath(path, canonical)
      .map(({ name, part }) => partOf(name, part, this.shadow.pathOf(name), asking))
      .join('/')
  }
}
