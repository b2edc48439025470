import { seedOf } from '../../model/seed.ts'

/** So many of the starts that were foretold are carried out, to check them, … */
const leastChecks = 50
/** … and about one in so many of those that come later. */
const checkEvery = 32
/** Keeps these draws apart from others. */
const drawStream = 0x57a7

/** Draws those starts after a power loss that are carried out, though they were foretold. */
export class StartChecks {
  #count = 0

  /** Whether the next one is to be carried out. */
  isDrawn(seed: number): boolean {
    const number = this.#count
    this.#count += 1
    return number < leastChecks || seedOf(seed, drawStream + number) % checkEvery === 0
  }
}
