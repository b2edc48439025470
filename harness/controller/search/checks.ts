import { seedOf } from '../../model/seed.ts'
import type { Execution } from '../execute/execution.ts'

/** So many foretold executions of a space are carried out to check them, where there are so many, … */
const leastChecks = 50
/** … and one in so many. */
const checkEvery = 100
/** Keeps these draws apart from others. */
const drawStream = 0xc4ec

/** A sample of what was foretold, to be carried out: each execution is as likely to be in it (Vitter, TOMS 1985). */
export class Checks {
  readonly #seed: number
  readonly #least: number
  readonly #drawn: Execution[] = []
  /** Foretold so far. */
  #count = 0

  /** @param workloads how many the space has, of which this is one's sample */
  constructor(seed: number, workloads: number) {
    this.#seed = seed
    this.#least = Math.ceil(leastChecks / workloads)
  }

  offer(execution: Execution): void {
    this.#count += 1
    const size = Math.max(this.#least, Math.ceil(this.#count / checkEvery))
    if (this.#drawn.length < size) {
      this.#drawn.push(execution)
      return
    }
    const place = seedOf(this.#seed, drawStream + this.#count) % this.#count
    if (place < this.#drawn.length) this.#drawn[place] = execution
  }

  /** Those that are to be carried out; each once. */
  take(): Execution[] {
    return this.#drawn.splice(0)
  }
}
