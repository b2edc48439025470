import type { PersistenceModel } from '../../faults/power-loss/alternative.ts'
import type { Tree } from '../../model/tree.ts'
import { OperationLog, treeWithout } from '../../faults/power-loss/index.ts'
import type { Inode } from '../../model/file-system.ts'
import type { Owned } from '../../model/runs.ts'
import type { CallId } from '../../model/workload.ts'
import type { Granted, Observer } from './observer.ts'

/** A byte tells so many calls apart; 0 is nobody's. */
const mostOwners = 255

const nothing = new Uint8Array(0)

/** What it needs to know of a step. */
interface CarriedOut extends Pick<Granted, 'writer' | 'step'> {
  readonly done: Pick<NonNullable<Granted['done']>, 'outcome'> | null
}

/**
 * Whose bytes the files hold: those of a write are the call's that asked for it, whatever format they are in. A shadow of
 * the run directory in which every byte is the number of its writer's call, so that a hole, a truncation or a lost write
 * do there what they do to the files.
 */
export class Provenance implements Observer {
  readonly #owners: CallId[] = []
  /** What the write that is taken in now is told to have written. */
  #tag = 0
  #isTooMany = false
  readonly #log = new OperationLog(() => (_offset, bytes) => new Uint8Array(bytes).fill(this.#tag))
  /** Operations that `tags` has taken in. */
  #taken = 0
  readonly #tags = new Map<Inode, Uint8Array>()

  take({ writer, step, done }: CarriedOut): void {
    if (!done) return
    this.#tag = this.#tagOf({ writer, call: step.call })
    this.#log.take(writer, step, done.outcome)
    for (; this.#taken < this.#log.operations.length; this.#taken += 1) {
      const operation = this.#log.operations[this.#taken]
      if (operation?.kind === 'truncate') this.#resize(operation.inode, operation.length, operation.length)
      if (operation?.kind !== 'write') continue
      const { inode, offset, data } = operation
      this.#resize(inode, offset + data.length).set(data, offset)
    }
  }

  /** Its process is gone. */
  kill(writer: number): void {
    this.#log.closeAll(writer)
    this.#taken = this.#log.operations.length
  }

  /** The directory is what the disk had of it. */
  losePower(model: PersistenceModel, missing: readonly number[]): void {
    const tree: Tree = treeWithout(this.#log.operations, model, missing) ?? new Map()
    this.#log.adopt(tree)
    for (const [path, node] of tree) {
      const inode = this.#log.inodeAt(path)
      if (node.kind === 'file' && inode !== null) this.#tags.set(inode, Uint8Array.from(node.bytes))
    }
  }

  /** Whose bytes a file holds, in order; null where that is not known. */
  of(path: string): readonly Owned[] | null {
    const inode = this.#log.inodeAt(path)
    if (inode === null || this.#isTooMany || this.#log.unreadable !== null) return null
    const runs: Owned[] = []
    const tags = this.#tags.get(inode) ?? nothing
    for (let from = 0, to = 0; from < tags.length; from = to) {
      const tag = tags[from] as number
      while (to < tags.length && tags[to] === tag) to += 1
      runs.push({ bytes: to - from, ...this.#owners[tag - 1] })
    }
    return runs
  }

  #resize(inode: Inode, atLeast: number, atMost = Infinity): Uint8Array {
    const before = this.#tags.get(inode) ?? nothing
    const size = Math.min(Math.max(before.length, atLeast), atMost)
    if (size === before.length) return before
    const after = new Uint8Array(size)
    after.set(before.subarray(0, size))
    this.#tags.set(inode, after)
    return after
  }

  #tagOf({ writer, call }: CallId): number {
    // What a target does outside of its calls is no call's.
    if (call === 0) return 0
    const known = this.#owners.findIndex((owner) => owner.writer === writer && owner.call === call)
    if (known !== -1) return known + 1
    this.#isTooMany ||= this.#owners.length === mostOwners
    return this.#isTooMany ? 0 : this.#owners.push({ writer, call })
  }
}
