import type { Chosen, DecisionPoint, Scheduler } from '../../harness/model/strategy.ts'

/** Every interleaving there is, one after the other: what a reduction is held against. */
export class Unreduced {
  executions = 0
  /** By decision: which choice is made, of how many. */
  #path: { choice: number; readonly of: number }[] = []

  get isDone(): boolean {
    return this.executions > 0 && this.#path.every(({ choice, of }) => choice === of - 1)
  }

  begin(): Scheduler {
    if (this.executions > 0) {
      while (this.#path.at(-1)?.choice === (this.#path.at(-1)?.of ?? 0) - 1) this.#path.pop()
      const latest = this.#path.at(-1)
      if (latest) latest.choice += 1
    }
    this.executions += 1
    return { choose: (point) => this.#choose(point) }
  }

  #choose({ choices, made }: DecisionPoint): Chosen {
    this.#path[made] ??= { choice: 0, of: choices.length }
    return { choice: choices[this.#path[made].choice] as Chosen['choice'] }
  }
}
