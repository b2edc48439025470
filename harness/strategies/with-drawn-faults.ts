import type { Fault } from '../model/fault.ts'
import type { FaultMenu, OfferedFault, Scheduler, Strategy } from '../model/strategy.ts'
import { seedOf } from '../model/seed.ts'
import { randomFrom, type Random } from './seeded.ts'

const mostFaults = 3
/** Keeps the faults' draws apart from those of the strategy inside, which are as without faults. */
const stream = 0x0fa1

/**
 * A strategy around a strategy: that one decides whose step goes next, this one lets up to three faults of an execution
 * strike at random steps. Where nothing can strike a step, a fault waits for the next.
 */
export function withDrawnFaults(inner: Strategy, menu: FaultMenu): Strategy {
  return {
    name: inner.name,
    begin(seed, expectedSteps) {
      const random = randomFrom(seedOf(seed, stream))
      const count = random.below(mostFaults + 1)
      const at = Array.from({ length: count }, () => random.below(expectedSteps)).toSorted(
        (one, other) => one - other,
      )
      const scheduler = inner.begin(seed, expectedSteps)
      return striking(scheduler, menu, at, random)
    },
  }
}

function striking(inner: Scheduler, menu: FaultMenu, at: number[], random: Random): Scheduler {
  return {
    ...(inner.needsState && { needsState: true }),
    choose(point) {
      const chosen = inner.choose(point)
      const due = at[0]
      if (due === undefined || point.made < due || point.isRestarted) return chosen
      const fault = drawn(menu(chosen.choice.step, point.findsOf(chosen.choice)), random)
      if (!fault) return chosen
      at.shift()
      return { ...chosen, fault }
    },
    ended: (point) => inner.ended?.(point),
  }
}

const precision = 2 ** 30

function drawn(offered: readonly OfferedFault[], { below }: Random): Fault | null {
  const total = offered.reduce((sum, { weight }) => sum + weight, 0)
  let left = (total * below(precision)) / precision
  for (const { fault, weight } of offered) {
    left -= weight
    if (left < 0) return fault
  }
  return null
}
