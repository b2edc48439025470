/** About ten megabytes. */
const usualMost = 100_000

/**
 * Keys that were met lately, so that what they stand for need not be done again. Once full, it forgets all of them:
 * nothing may depend on more than that some work is saved.
 */
export class RecentKeys {
  readonly #keys = new Set<string>()
  readonly #most: number

  constructor(most = usualMost) {
    this.#most = most
  }

  clear(): void {
    this.#keys.clear()
  }

  /** True for a key that was not met lately; it has been from now on. */
  meet(key: string): boolean {
    if (this.#keys.has(key)) return false
    if (this.#keys.size >= this.#most) this.clear()
    this.#keys.add(key)
    return true
  }
}
