import { ReplayDivergence } from '../model/errors.ts'
import { describeDecision, type Decision, type Schedule } from '../model/schedule.ts'
import type { Chosen, DecisionPoint, Scheduler } from '../model/strategy.ts'

/** Makes recorded decisions again, in the same order. */
export class Replay implements Scheduler {
  readonly #schedule: Schedule
  #made = 0
  readonly recorded: number

  constructor(schedule: Schedule) {
    this.#schedule = schedule
    this.recorded = schedule.length
  }

  /** @throws ReplayDivergence when the recorded step is not among those that wait. */
  choose({ choices, ahead = [], decisionOf }: DecisionPoint): Chosen {
    const recorded = this.#schedule[this.#made]
    const waiting = choices.map((choice) => describeDecision(decisionOf(choice))).join('; ')
    if (!recorded) {
      throw new ReplayDivergence(
        `the schedule ends after ${this.#made} steps, but more are waiting: ${waiting}`,
      )
    }
    // A timer fires as early as it did, whoever is ready to go on: replay files were written before stalls were faults.
    const choice = [...choices, ...ahead].find((candidate) => isSameStep(decisionOf(candidate), recorded))
    if (!choice) throw new ReplayDivergence(`${this.#place()}, but what waits is: ${waiting}`)
    this.#made += 1
    return recorded.fault ? { choice, fault: recorded.fault } : { choice }
  }

  /** @throws ReplayDivergence when the execution ended before the schedule did. */
  assertComplete(): void {
    if (this.#made < this.#schedule.length)
      throw new ReplayDivergence(`${this.#place()}, but nothing waits any more`)
  }

  #place(): string {
    const recorded = this.#schedule[this.#made] as Decision
    return `step ${this.#made + 1} should be ${describeDecision(recorded)}`
  }
}

/** Whether two decisions let the same step go, whatever strikes it. */
export function isSameStep(one: Decision, other: Decision): boolean {
  return (
    one.writer === other.writer &&
    one.call === other.call &&
    one.op === other.op &&
    one.path === other.path &&
    one.to === other.to &&
    one.ordinal === other.ordinal
  )
}
