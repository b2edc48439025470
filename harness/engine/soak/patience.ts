import type { Result } from '../../model/result.ts'

/** A target that cannot be run at all is no reason to try for a weekend. */
const mostFruitlessTurns = 5
const leastPauseMillis = 500
const mostPauseMillis = 30_000

/**
 * How long a soak goes on although its turns check nothing. One that has checked something goes on until its time is
 * over, whatever becomes of a turn: a crash now and then is what a soak is there to meet. Where turn after turn checks
 * nothing any more, as on a disk that is full, it waits ever longer for that to pass.
 */
export class Patience {
  #hasChecked = false
  #fruitless = 0

  /** Takes in a turn of this soak. */
  add({ oracles }: Pick<Result, 'oracles'>): void {
    const isFruitless = Object.values(oracles).every((verdict) => verdict === 'not-checked')
    this.#fruitless = isFruitless ? this.#fruitless + 1 : 0
    this.#hasChecked ||= !isFruitless
  }

  get isOver(): boolean {
    return !this.#hasChecked && this.#fruitless >= mostFruitlessTurns
  }

  /** Before the next turn. */
  get pauseMillis(): number {
    if (!this.#hasChecked || this.#fruitless === 0) return 0
    return Math.min(mostPauseMillis, leastPauseMillis * 2 ** (this.#fruitless - 1))
  }
}
