import { constants } from 'node:fs'
import type { InodeNumber } from '../../../filesystem/inode.ts'
import type { ListedEntry } from '../../../filesystem/results.ts'

/** An open file of a writer's. */
export interface OpenHandle {
  /** As steps and the store name it; the kernel has another number, which never comes again. */
  readonly handle: number
  readonly node: number
  readonly path: string
  readonly appends: boolean
  /** Names as they were when they were first asked for. */
  list: readonly (ListedEntry & { readonly number: InodeNumber })[] | null
}

/** What a writer has open, by the kernel's numbers. */
export class Handles {
  readonly #open = new Map<number, OpenHandle>()
  /** Never reset: what an earlier execution has left open is closed at any time. */
  #lastOfKernel = 0
  #last = 0

  reset(): void {
    this.#open.clear()
    this.#last = 0
  }

  /** For a step that opens: steps name what they open when they are asked for. */
  next(): number {
    this.#last += 1
    return this.#last
  }

  /** @returns the kernel's number for it */
  add({ flags, ...open }: Omit<OpenHandle, 'list' | 'appends'> & { readonly flags: number }): number {
    this.#lastOfKernel += 1
    const appends = (flags & constants.O_APPEND) !== 0
    this.#open.set(this.#lastOfKernel, { ...open, appends, list: null })
    return this.#lastOfKernel
  }

  at(kernelHandle: number): OpenHandle | undefined {
    return this.#open.get(kernelHandle)
  }

  /** The latest open file that is this node; undefined where none is. */
  ofNode(node: number): OpenHandle | undefined {
    return [...this.#open.values()].findLast((each) => each.node === node)
  }

  remove(kernelHandle: number): void {
    this.#open.delete(kernelHandle)
  }
}
