import type { ExecutionRecord, Restart } from '../../model/record.ts'

/** What was found each time that the application started again after a crash. */
export class Starts {
  #found: Restart[] = []

  /** The same, from where each goes on by itself. */
  fork(): Starts {
    const fork = new Starts()
    fork.#found = [...this.#found]
    return fork
  }

  /** How many starts have been noted. The latest may not have come that far. */
  get noted(): number {
    return this.#found.length
  }

  /** @param start its number, from 1 on; what was noted of it before is replaced */
  note(start: number, found: Restart): void {
    this.#found[start - 1] = found
  }

  /**
   * For the record: what was found at the latest start, and at those before it.
   *
   * @param starts how many there were
   */
  upTo(starts: number): Pick<ExecutionRecord, 'restart' | 'earlierRestarts'> {
    const earlier = this.#found.slice(0, starts - 1)
    const latest = this.#found[starts - 1]
    return { ...(latest && { restart: latest }), ...(earlier.length > 0 && { earlierRestarts: earlier }) }
  }
}
