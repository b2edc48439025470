/** A map that two owners share, until either of them changes it: then that one has a copy of its own. */
export class SharedMap<Key, Value> {
  #entries: Map<Key, Value>
  #isShared = false

  constructor(entries: Iterable<readonly [Key, Value]> = []) {
    this.#entries = new Map(entries)
  }

  /** The same, from where each goes on by itself. */
  fork(): SharedMap<Key, Value> {
    const fork = new SharedMap<Key, Value>()
    fork.#entries = this.#entries
    fork.#isShared = true
    this.#isShared = true
    return fork
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)
  }

  has(key: Key): boolean {
    return this.#entries.has(key)
  }

  values(): MapIterator<Value> {
    return this.#entries.values()
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#entries[Symbol.iterator]()
  }

  set(key: Key, value: Value): void {
    this.#own().set(key, value)
  }

  delete(key: Key): void {
    if (this.#entries.has(key)) this.#own().delete(key)
  }

  clear(): void {
    if (this.#entries.size === 0) return
    this.#entries = new Map()
    this.#isShared = false
  }

  #own(): Map<Key, Value> {
    if (this.#isShared) {
      this.#entries = new Map(this.#entries)
      this.#isShared = false
    }
    return this.#entries
  }
}
