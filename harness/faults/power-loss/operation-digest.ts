import { digestOf, digestOfBytes } from '../../model/digest.ts'
import type { Inode } from '../../model/file-system.ts'
import type { DiskOperation } from './operation.ts'

/**
 * Stands for a log as it grows: two logs with one digest leave the same disks, whatever else is asked of them. Closing
 * is left out where it can flush nothing, that is of a file that was never truncated; all else counts, in its order.
 */
export class OperationDigest {
  #digest = ''
  #taken = 0
  readonly #truncated = new Set<Inode>()

  /** @param operations those of the call before, and what has come since */
  of(operations: readonly DiskOperation[]): string {
    for (const operation of operations.slice(this.#taken)) this.#take(operation)
    this.#taken = operations.length
    return this.#digest
  }

  #take(operation: DiskOperation): void {
    if (operation.kind === 'truncate') this.#truncated.add(operation.inode)
    if (operation.kind === 'close' && !this.#truncated.has(operation.inode)) return
    this.#digest = digestOf(this.#digest, plainly(operation))
  }
}

function plainly(operation: DiskOperation): unknown {
  return operation.kind === 'write' ? { ...operation, data: digestOfBytes(operation.data) } : operation
}
