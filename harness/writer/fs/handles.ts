/** A file that was opened under control. */
export interface OpenFile {
  readonly path: string
  /** As `Step.handle`. */
  readonly handle: number
  readonly append: boolean
  /** The kernel's file offset, as far as this process moved it: read to split reads, never to place them. */
  offset: number
}

/** The controlled files that this process has open, by descriptor. */
export class Handles {
  readonly #open = new Map<number, OpenFile>()
  #last = 0

  /** The ordinal of an open that is about to be asked for. */
  next(): number {
    this.#last += 1
    return this.#last
  }

  add(fd: number, file: OpenFile): void {
    this.#open.set(fd, file)
  }

  get(fd: unknown): OpenFile | undefined {
    return this.#open.get(fd as number)
  }

  remove(fd: number): void {
    this.#open.delete(fd)
  }

  /** Forgets every file, and hands out the descriptors that the finished execution leaked. */
  reset(): number[] {
    const leaked = [...this.#open.keys()]
    this.#open.clear()
    this.#last = 0
    return leaked
  }
}
