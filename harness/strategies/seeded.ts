import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Reproducible randomness: the same seed gives the same numbers everywhere. */
export interface Random {
  /** A whole number from 0 to `bound` - 1, each as likely. */
  readonly below: (bound: number) => number
}

export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  return { below: (bound) => uniformInt(generator, 0, bound - 1) }
}
