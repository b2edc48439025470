/** So many may be at work at the same time. The others wait for their turn. */
export class Places {
  readonly #free: number[]
  readonly #waiting: ((place: number) => void)[] = []

  constructor(count: number) {
    this.#free = Array.from({ length: count }, (_, place) => place)
  }

  /** @param work is given its place, a number that nobody else has meanwhile */
  async within<T>(work: (place: number) => Promise<T>): Promise<T> {
    const place = this.#free.shift() ?? (await new Promise<number>((resolve) => this.#waiting.push(resolve)))
    try {
      return await work(place)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(place)
      else this.#free.push(place)
    }
  }
}
