import { SharedStore } from '../../../harness/filesystem/shared-store.ts'
import { withTree } from '../../../harness/filesystem/shadow/taken-over.ts'
import { StoreDirectory } from '../../../harness/filesystem/store-directory.ts'

/** A run directory in memory, which scripted programs share. */
export class MemoryDirectory extends StoreDirectory {
  readonly files: SharedStore

  constructor() {
    const files = new SharedStore()
    super('/in-memory', files)
    this.files = files
  }

  /** Makes an empty file, though nobody asks for it. */
  makeFile(path: string): void {
    this.files.store = withTree(this.files.store, [[path, { kind: 'file', bytes: new Uint8Array(0) }]])
  }
}
