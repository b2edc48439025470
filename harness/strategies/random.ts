import { randomFrom } from './seeded.ts'
import type { Strategy } from '../model/strategy.ts'

/** Every pending step is as likely to go next. */
export const random: Strategy = {
  name: 'random',
  begin(seed) {
    const { below } = randomFrom(seed)
    return {
      choose: ({ choices }) => ({ choice: pick(choices, below) }),
    }
  },
}

function pick<T>(items: readonly T[], below: (bound: number) => number): T {
  return items[below(items.length)] as T
}
