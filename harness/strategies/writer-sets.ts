/** Ordinals of writers. Never changed. */
export type WriterSet = ReadonlySet<number>

/** Sets of writers, each once: many states have the same. */
export class WriterSets {
  readonly empty: WriterSet = new Set()
  readonly #known = new Map<string, WriterSet>()

  with(set: WriterSet, writer: number): WriterSet {
    const writers = [...set, writer].toSorted((one, other) => one - other)
    const name = writers.join()
    const known = this.#known.get(name) ?? new Set(writers)
    this.#known.set(name, known)
    return known
  }
}
