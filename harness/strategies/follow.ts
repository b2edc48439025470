import type { Fault } from '../model/fault.ts'
import type { Choice, Schedule } from '../model/schedule.ts'
import type { Chosen, DecisionPoint, Scheduler } from '../model/strategy.ts'
import { isSameStep } from './replay.ts'

/**
 * Makes recorded decisions again as far as they still fit, and spares the steps whose faults are left out: what follows
 * from those is then different, and passed over.
 */
export class Follow implements Scheduler {
  readonly #left: { readonly decision: Schedule[number]; readonly fault: Fault | undefined }[]

  readonly recorded: number
  readonly #spares: boolean

  /** @param kept positions, in the schedule, of the faults that strike all the same */
  constructor(schedule: Schedule, kept: readonly number[]) {
    this.recorded = schedule.length
    this.#spares = schedule.some(({ fault }, index) => fault && !kept.includes(index))
    this.#left = schedule.map((decision, index) => ({
      decision,
      fault: kept.includes(index) ? decision.fault : undefined,
    }))
  }

  choose({ choices, ahead = [], decisionOf }: DecisionPoint): Chosen {
    for (const [index, { decision, fault }] of this.#left.entries()) {
      // Where nothing is left out, a timer fires as early as it did; else only where that was a fault that is kept.
      const within = fault?.kind === 'stall' || !this.#spares ? [...choices, ...ahead] : choices
      const choice = within.find((candidate) => isSameStep(decisionOf(candidate), decision))
      if (!choice) continue
      this.#left.splice(index, 1)
      return fault ? { choice, fault } : { choice }
    }
    return { choice: choices[0] as Choice }
  }
}
