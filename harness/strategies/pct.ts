import { randomFrom } from './seeded.ts'
import type { Choice } from '../model/schedule.ts'
import type { Strategy } from '../model/strategy.ts'

const priorities = 2 ** 30

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010): the chain of highest
 * priority runs, and at `depth` - 1 random points the running one falls to the lowest. With n chains and k steps it
 * finds a bug of that depth with probability of at least 1 / (n * k^(depth - 1)).
 *
 * A chain is what runs one after the other: one call's steps in one writer. Where the paper has no notion of it, a
 * chain that fires a timer falls to the lowest as well, or a lock's retry loop would starve the lock's holder.
 */
export function pct(depth: number): Strategy {
  return {
    name: 'pct',
    begin(seed, expectedSteps) {
      const { below } = randomFrom(seed)
      const priority = new Map<string, number>()
      const changePoints = new Set(Array.from({ length: depth - 1 }, () => below(expectedSteps)))
      let lowest = 0
      const priorityOf = (choice: Choice): number => {
        const chain = chainOf(choice)
        let drawn = priority.get(chain)
        if (drawn === undefined) {
          drawn = 1 + below(priorities)
          priority.set(chain, drawn)
        }
        return drawn
      }
      return {
        choose({ choices, made }) {
          let best = choices[0] as Choice
          for (const choice of choices) if (priorityOf(choice) > priorityOf(best)) best = choice
          if (changePoints.has(made) || best.step.op === 'timer') {
            lowest -= 1
            priority.set(chainOf(best), lowest)
          }
          return { choice: best }
        },
      }
    },
  }
}

function chainOf({ writer, step }: Choice): string {
  return `${writer}/${step.call}`
}
