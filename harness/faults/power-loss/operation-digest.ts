import { digestOf, digestOfBytes } from '../../model/digest.ts'
import type { Inode } from '../../model/file-system.ts'
import type { StandingNames, PersistenceModel } from './alternative.ts'
import { rootInode, type DiskOperation, type Entry } from './operation.ts'
import { inOrder } from './standing.ts'
import { kindsIn } from './tree.ts'

/** A log that is longer is told apart by each of its operations: to lay it out anew after each would take too long. */
const mostLaid = 128

/**
 * Stands for a log as it grows: two logs with one digest leave the same disks, whatever else is asked of them, but for
 * what temporary files are called. Those go by the step that mentioned their name first, since a counter in a target's
 * memory outlives an execution; and what was made, by the step that has made it.
 */
export class OperationDigest {
  readonly #models: readonly PersistenceModel[]
  #operations: readonly DiskOperation[] = []
  #names = new Map<string, string>()
  #made = new Map<Inode, string>([[rootInode, '']])
  /** Null where it has to be worked out. */
  #value: string | null = ''

  /** @param models by which the disks are told apart */
  constructor(models: readonly PersistenceModel[]) {
    this.#models = models
  }

  /** The same, from where each goes on by itself. */
  fork(): OperationDigest {
    const fork = new OperationDigest(this.#models)
    fork.#operations = this.#operations
    fork.#names = new Map(this.#names)
    fork.#made = new Map(this.#made)
    fork.#value = this.#value
    return fork
  }

  get value(): string {
    return (this.#value ??= digestOf(this.#standing()))
  }

  /**
   * @param operations all so far
   * @param cause names the step that has added to them
   */
  take(operations: readonly DiskOperation[], cause: string): void {
    const { length: taken } = this.#operations
    const { length } = operations
    if (length === taken) return
    const before = length > mostLaid ? this.value : null
    const news = operations.slice(taken)
    for (const operation of news) this.#nameIn(operation, cause)
    this.#operations = operations.slice()
    this.#value =
      before === null
        ? null
        : digestOf(
            before,
            news.map((each) => this.#plainly(each)),
          )
  }

  #standing(): unknown {
    const names: StandingNames = {
      inode: (inode) => this.#made.get(inode) ?? '',
      entry: (parent, name) => this.#nameOf(parent, name),
    }
    const operations = this.#operations
    const kinds = Array.from(kindsIn(operations), ([inode, kind]) => [names.inode(inode), kind])
    return [inOrder(kinds), this.#models.map((model) => model.lay(operations).standing(names))]
  }

  /** What it mentions, and makes, for the first time is called after its cause. */
  #nameIn(operation: DiskOperation, cause: string): void {
    if (operation.kind === 'create') this.#made.set(operation.inode, cause)
    if (!('entry' in operation)) return
    this.#mention(operation.entry, cause)
    if (operation.kind === 'rename') this.#mention(operation.from, `from ${cause}`)
  }

  /** What a schedule calls by its name has no other; an alias depends on who has asked first. */
  #mention({ parent, name, path }: Entry, cause: string): void {
    const key = `${parent}/${name}`
    if (path !== name && !path.endsWith(`/${name}`) && !this.#names.has(key)) this.#names.set(key, cause)
  }

  #nameOf(parent: Inode, name: string): string {
    const first = this.#names.get(`${parent}/${name}`)
    return JSON.stringify([this.#made.get(parent), first === undefined ? name : ['first', first]])
  }

  #plainly(operation: DiskOperation): unknown {
    const { kind, inode } = operation
    const plain = [kind, this.#made.get(inode)]
    const named = ({ parent, name }: Entry) => this.#nameOf(parent, name)
    switch (kind) {
      case 'write': {
        const { offset, data, synchronous } = operation
        return [...plain, offset, digestOfBytes(data), synchronous]
      }
      case 'rename':
        return [...plain, named(operation.from), named(operation.entry)]
      case 'create':
        return [...plain, operation.node, named(operation.entry)]
      case 'link':
      case 'remove':
        return [...plain, named(operation.entry)]
      default:
        return { ...operation, inode: plain }
    }
  }
}
