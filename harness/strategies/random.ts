import type { Choice } from '../model/schedule.ts'
import type { Strategy } from '../model/strategy.ts'
import { randomFrom, type Random } from './seeded.ts'

/** How many times as likely a step of a fast call is to go next as one of a slow call. */
const fastWeight = 16

/**
 * A random walk. A coin tells of each call whether it is fast or slow in this execution: real schedulers let one
 * process run far ahead of another, which a walk that treats all alike hardly ever does, since it would have to win one
 * draw after the other. Among equals, every pending step is as likely to go next.
 */
export const random: Strategy = {
  name: 'random',
  begin(seed) {
    const draws = randomFrom(seed)
    const weights = new Map<string, number>()
    const weightOf = ({ writer, step }: Choice): number => {
      const chain = `${writer}/${step.call}`
      const weight = weights.get(chain) ?? (draws.below(2) === 0 ? 1 : fastWeight)
      weights.set(chain, weight)
      return weight
    }
    return {
      choose: ({ choices }) => ({ choice: pick(choices, choices.map(weightOf), draws) }),
    }
  },
}

function pick(choices: readonly Choice[], weights: readonly number[], { below }: Random): Choice {
  let left = below(weights.reduce((sum, weight) => sum + weight, 0))
  const index = weights.findIndex((weight) => (left -= weight) < 0)
  return choices[index] as Choice
}
