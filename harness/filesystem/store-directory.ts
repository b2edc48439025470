import { unread, type Unread } from '../model/content.ts'
import type { ReadBack } from '../model/read-back.ts'
import type { RunDirectory } from '../model/run-directory.ts'
import type { Tree, TreeNode } from '../model/tree.ts'
import { bytesAt } from './bytes.ts'
import type { Inode } from './inode.ts'
import { valueAt } from './ordered-map.ts'
import { inodeAt, pathsIn } from './shadow/look-up.ts'
import type { SharedStore } from './shared-store.ts'

const mostLinks = 40

/** A run directory that is a store in memory. Nobody can take it away. */
export class StoreDirectory implements RunDirectory {
  readonly path: string
  readonly #files: SharedStore

  /** @param path where its writers see it */
  constructor(path: string, files: SharedStore) {
    this.path = path
    this.#files = files
  }

  assertInPlace(): void {}

  entries(): string[] {
    const found = this.#all().map(([path, inode]) => (inode.kind === 'directory' ? `${path}/` : path))
    return found.toSorted()
  }

  read(file: string): Uint8Array | Unread {
    let found = inodeAt(this.#files.store, file)?.inode
    for (let left = mostLinks; found?.kind === 'link' && left > 0; left -= 1)
      found = inodeAt(this.#files.store, this.#relative(found.target))?.inode
    if (!found || found.kind === 'link') return { kind: 'missing' }
    return found.kind === 'directory' ? unread.directory : bytesAt(found.data, 0, found.data.size)
  }

  open(file: string): ReadBack | null {
    const number = inodeAt(this.#files.store, file)?.number
    const data = () => {
      const inode = number === undefined ? undefined : valueAt(this.#files.store.inodes, number)
      return inode?.kind === 'file' ? inode.data : null
    }
    if (!data()) return null
    return {
      read(offset, bytes) {
        const now = data()
        const found = now && bytesAt(now, offset, bytes)
        return found?.length === bytes ? found : null
      },
      whole() {
        const now = data()
        return now && bytesAt(now, 0, now.size)
      },
    }
  }

  closeFiles(): void {}

  /** What is laid out from a tree says where it leads. */
  relativeLink(): null {
    return null
  }

  clear(): void {
    this.#files.clear()
  }

  materialise(tree: Tree): void {
    this.#files.materialise(tree)
  }

  /** All that is in it, as it would be laid out elsewhere. */
  tree(): Tree {
    return new Map(this.#all().map(([path, inode]) => [path, this.#nodeOf(inode)]))
  }

  #nodeOf(inode: Inode): TreeNode {
    switch (inode.kind) {
      case 'file':
        return { kind: 'file', bytes: bytesAt(inode.data, 0, inode.data.size) }
      case 'directory':
        return { kind: 'directory' }
      case 'link':
        return { kind: 'symlink', to: this.#relative(inode.target) }
    }
  }

  #all(): [string, Inode][] {
    const { store } = this.#files
    return pathsIn(store).flatMap(([path, number]) => {
      const inode = valueAt(store.inodes, number)
      return inode ? [[path, inode] as [string, Inode]] : []
    })
  }

  #relative(target: string): string {
    return target.startsWith(`${this.path}/`) ? target.slice(this.path.length + 1) : target
  }
}
