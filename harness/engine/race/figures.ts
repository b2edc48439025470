import type { RaceFigures } from '../../model/result.ts'
import { overlaps, type Round } from './round.ts'

/** So many of the latest start skews are kept: a soak's memory stays flat. */
const keptSkews = 4096

/** Counts what the rounds of a race were like. */
export class RaceTally {
  rounds = 0
  overlappingRounds = 0
  readonly #skews: number[] = []
  readonly #isAlone: boolean

  /** @param isAlone every workload has one writer */
  constructor(isAlone: boolean) {
    this.#isAlone = isAlone
  }

  add({ record, startSkewMicros }: Round): void {
    this.#skews[this.rounds % keptSkews] = startSkewMicros
    this.rounds += 1
    if (overlaps(record)) this.overlappingRounds += 1
  }

  figures(): RaceFigures {
    const sorted = this.#skews.toSorted((left, right) => left - right)
    const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
    return {
      rounds: this.rounds,
      overlappingRounds: this.overlappingRounds,
      ...(this.#isAlone && { isAlone: true }),
      startSkewMicros: { p50: at(0.5), p99: at(0.99) },
    }
  }
}
