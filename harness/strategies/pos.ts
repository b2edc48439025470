import { randomFrom } from './seeded.ts'
import type { Choice } from '../model/schedule.ts'
import type { Strategy } from '../model/strategy.ts'
import { mayInterfere } from './interference.ts'

const priorities = 2 ** 30

/**
 * Partial order sampling (Yuan, Yang, Gu: Partial Order Aware Concurrency Sampling, CAV 2018): every pending step has
 * a random priority, the highest goes next, and the steps that race with it draw anew. Each partial order of racing
 * steps is reached with a probability that does not shrink with the steps that race with nothing.
 */
export const pos: Strategy = {
  name: 'pos',
  begin(seed) {
    const { below } = randomFrom(seed)
    const drawn = new Map<string, number>()
    const priorityOf = (choice: Choice): number => {
      const key = keyOf(choice)
      let priority = drawn.get(key)
      if (priority === undefined) {
        priority = below(priorities)
        drawn.set(key, priority)
      }
      return priority
    }
    return {
      choose({ choices }) {
        let best = choices[0] as Choice
        for (const choice of choices) if (priorityOf(choice) > priorityOf(best)) best = choice
        for (const choice of choices)
          if (choice !== best && mayInterfere(choice, best)) drawn.delete(keyOf(choice))
        drawn.delete(keyOf(best))
        return { choice: best }
      },
    }
  },
}

function keyOf({ writer, step }: Choice): string {
  return `${writer}/${step.id}`
}
