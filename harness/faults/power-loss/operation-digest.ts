import { digestOf, digestOfBytes } from '../../model/digest.ts'
import type { Inode } from '../../model/file-system.ts'
import type { DiskOperation, Entry } from './operation.ts'

/**
 * Stands for a log as it grows: two logs with one digest leave the same disks, whatever else is asked of them, but for
 * what temporary files are called. Those go by the step that mentioned their name first, since a counter in a target's
 * memory outlives an execution. Closing is left out where it can flush nothing, that is of a file that was never
 * truncated; all else counts, in its order.
 */
export class OperationDigest {
  value = ''
  #taken = 0
  #truncated = new Set<Inode>()
  #names = new Map<string, string>()

  /** The same, from where each goes on by itself. */
  fork(): OperationDigest {
    const fork = new OperationDigest()
    fork.value = this.value
    fork.#taken = this.#taken
    fork.#truncated = new Set(this.#truncated)
    fork.#names = new Map(this.#names)
    return fork
  }

  /**
   * @param operations all so far
   * @param cause names the step that has added to them
   */
  take(operations: readonly DiskOperation[], cause: string): void {
    for (const operation of operations.slice(this.#taken)) this.#takeOne(operation, cause)
    this.#taken = operations.length
  }

  #takeOne(operation: DiskOperation, cause: string): void {
    if (operation.kind === 'truncate') this.#truncated.add(operation.inode)
    if (operation.kind === 'close' && !this.#truncated.has(operation.inode)) return
    this.value = digestOf(this.value, this.#plainly(operation, cause))
  }

  #plainly(operation: DiskOperation, cause: string): unknown {
    if (operation.kind === 'write') return { ...operation, data: digestOfBytes(operation.data) }
    if (!('entry' in operation)) return operation
    const entry = this.#nameOf(operation.entry, cause)
    if (operation.kind !== 'rename') return { ...operation, entry }
    return { ...operation, entry, from: this.#nameOf(operation.from, `from ${cause}`) }
  }

  /** What a schedule calls by its name has no other; an alias depends on who has asked first. */
  #nameOf({ parent, name, path }: Entry, cause: string): unknown {
    if (path === name || path.endsWith(`/${name}`)) return [parent, name]
    const key = `${parent}/${name}`
    const known = this.#names.get(key) ?? cause
    this.#names.set(key, known)
    return [parent, 'first', known]
  }
}
