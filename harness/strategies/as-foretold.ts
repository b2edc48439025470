import { NotRepeated } from '../model/errors.ts'
import { describeDecision, type Schedule } from '../model/schedule.ts'
import type { Chosen, DecisionPoint, Scheduler } from '../model/strategy.ts'
import { pos } from './pos.ts'
import { isSameStep } from './replay.ts'

/** Carries out what was foretold, and goes on from there by chance, so that more is learned on the way. */
export class AsForetold implements Scheduler {
  /** What a writer observes is known only where states are. */
  readonly needsState = true
  readonly recorded: number
  readonly #schedule: Schedule
  readonly #onwards: Scheduler

  /** @param seed of what comes after the schedule */
  constructor(schedule: Schedule, seed: number) {
    this.#schedule = schedule
    this.recorded = schedule.length
    this.#onwards = pos.begin(seed, schedule.length)
  }

  /** @throws NotRepeated where what was foretold does not wait. */
  choose(point: DecisionPoint): Chosen {
    const { choices, ahead = [], decisionOf, made } = point
    const decision = this.#schedule[made]
    if (!decision) return this.#onwards.choose(point)
    const choice = [...choices, ...ahead].find((candidate) => isSameStep(decisionOf(candidate), decision))
    if (choice) return decision.fault ? { choice, fault: decision.fault } : { choice }
    const waiting = choices.map((each) => describeDecision(decisionOf(each))).join('; ')
    const difference = `step ${made + 1} was foretold to be ${describeDecision(decision)}, but what waits is ${waiting}`
    throw new NotRepeated(difference, `the execution differs from what was foretold: ${difference}`)
  }
}
