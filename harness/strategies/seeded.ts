import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { seedOf } from '../model/seed.ts'

/** Reproducible randomness: the same seed gives the same numbers everywhere. */
export interface Random {
  /** A whole number from 0 to `bound` - 1, each as likely. */
  readonly below: (bound: number) => number
}

/**
 * The state is spread from the seed: a generator that is given a small number as its state begins with draws that
 * are alike for all small numbers (Blackman, Vigna: Scrambled Linear Pseudorandom Number Generators, TOMS 2021, § 9).
 */
export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plusFromState([1, 2, 3, 4].map((word) => seedOf(seed, word)))
  return { below: (bound) => uniformInt(generator, 0, bound - 1) }
}
