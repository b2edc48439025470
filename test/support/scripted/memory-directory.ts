import { bytesAt } from '../../../harness/filesystem/bytes.ts'
import type { Asker } from '../../../harness/filesystem/draft/draft.ts'
import { rootNumber } from '../../../harness/filesystem/inode.ts'
import { operations } from '../../../harness/filesystem/operations.ts'
import { valueAt } from '../../../harness/filesystem/ordered-map.ts'
import { endOf } from '../../../harness/filesystem/processes.ts'
import type { Outcome } from '../../../harness/filesystem/outcome.ts'
import type { FileOperation, Requests } from '../../../harness/filesystem/requests.ts'
import type { Results } from '../../../harness/filesystem/results.ts'
import type { Semantics } from '../../../harness/filesystem/semantics.ts'
import { inodeAt, pathsIn } from '../../../harness/filesystem/shadow/look-up.ts'
import { withTree } from '../../../harness/filesystem/shadow/taken-over.ts'
import { emptyStore, type Store } from '../../../harness/filesystem/store.ts'
import { unread, type Unread } from '../../../harness/model/content.ts'
import type { ReadBack } from '../../../harness/model/read-back.ts'
import type { RunDirectory } from '../../../harness/model/run-directory.ts'
import type { Tree } from '../../../harness/model/tree.ts'

/** Whoever carries out the steps, as a shadow takes it to be. */
const credentials = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, umask: 0 }
const empty = emptyStore({ credentials, looks: 'virtual' })

/** A run directory in memory, which scripted programs share. It cannot be lost. */
export class MemoryDirectory implements RunDirectory {
  readonly path = '/in-memory'
  #store: Store = empty

  /** Carries out an operation of a writer's. */
  perform<Op extends FileOperation>(op: Op, asker: Asker, request: Requests[Op]): Outcome<Results[Op]> {
    const row: Semantics<Op> = operations[op]
    const { store, outcome } = row.perform(this.#store, asker, request)
    this.#store = store
    return outcome
  }

  /** Makes an empty file, though nobody asks for it. */
  makeFile(path: string): void {
    this.#store = withTree(this.#store, [[path, { kind: 'file', bytes: new Uint8Array(0) }]])
  }

  /** A writer is gone: what it had open is closed. */
  end(writer: number): void {
    this.#store = endOf(this.#store, { writer, nowNanos: 0n })
  }

  assertInPlace(): void {}

  entries(): string[] {
    const found = pathsIn(this.#store).map(([path, number]) => {
      const isDirectory = valueAt(this.#store.inodes, number)?.kind === 'directory'
      return isDirectory ? `${path}/` : path
    })
    return found.toSorted()
  }

  read(file: string): Uint8Array | Unread {
    const found = inodeAt(this.#store, file)?.inode
    if (!found) return { kind: 'missing' }
    if (found.kind === 'directory') return unread.directory
    return found.kind === 'file' ? bytesAt(found.data, 0, found.data.size) : this.read(found.target)
  }

  open(file: string): ReadBack | null {
    const number = inodeAt(this.#store, file)?.number ?? rootNumber
    const data = () => {
      const inode = valueAt(this.#store.inodes, number)
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

  clear(): void {
    this.#store = empty
  }

  materialise(tree: Tree): void {
    this.#store = withTree(empty, tree)
  }
}
