import { mostAheadMillis } from '../../model/clock.ts'
import type { Choice } from '../../model/schedule.ts'
import type { Step } from '../../model/step.ts'

/** A pending step, and for how long nothing but the scheduler has kept it waiting. */
export interface Ready extends Choice {
  /**
   * Virtual time since which it could have been granted. Steps take no time: what follows from one is as old as that
   * one. A timer counts from when it is due. Infinity where nobody is kept waiting by it.
   */
  sinceMillis: number
}

export interface Offered<T extends Ready> {
  readonly choices: readonly T[]
  /** Timers that are held back. */
  readonly ahead: readonly T[]
}

/**
 * Keeps the writers' clocks together: no timer is offered that is due more than a second after a moment since which a
 * writer could have gone on. So a waiter's bounded retries do not run out, and no lock grows stale, only because the
 * holder was never chosen.
 *
 * A timer that fires all the same lets all writers stand still for which it should have waited: their steps hold nothing
 * back any more, until such a writer goes on. What it does then begins at that moment.
 *
 * Invariant: while no writer stands still, what was offered once is offered for as long as it waits.
 */
export class Pace<T extends Ready> {
  /** Ordinals of the writers that stand still. */
  #still = new Set<number>()
  #waiting: readonly T[] = []
  #limitMillis = Infinity

  /** The same, from where each goes on by itself; it has offered nothing yet. */
  fork(): Pace<T> {
    const fork = new Pace<T>()
    fork.#still = new Set(this.#still)
    return fork
  }

  /** Whether a grant may change since when others could have been granted. */
  get mayWake(): boolean {
    return this.#still.size > 0 || this.#waiting.some(isTimer)
  }

  /** @param waiting every step that its own writer would take now, and its next timer */
  offer(waiting: readonly T[]): Offered<T> {
    this.#waiting = waiting
    this.#limitMillis = Infinity
    if (!waiting.some(isTimer)) return { choices: waiting, ahead: [] }
    for (const { writer, sinceMillis } of waiting)
      if (!this.#still.has(writer))
        this.#limitMillis = Math.min(this.#limitMillis, sinceMillis + mostAheadMillis)
    if (!waiting.some((each) => this.#isAhead(each))) return { choices: waiting, ahead: [] }
    return {
      choices: waiting.filter((each) => !this.#isAhead(each)),
      ahead: waiting.filter((each) => this.#isAhead(each)),
    }
  }

  /**
   * A step is granted: its writer goes on, and those stand still that a timer has not waited for.
   *
   * @param nowMillis virtual time once it was granted
   * @returns since when that which follows from it could have been granted
   */
  grant(granted: T, nowMillis: number): number {
    if (this.#isAhead(granted))
      for (const { writer, sinceMillis } of this.#waiting)
        if (sinceMillis + mostAheadMillis < granted.sinceMillis) this.#still.add(writer)
    const wakes = this.#still.delete(granted.writer)
    if (wakes)
      for (const each of this.#waiting)
        if (each.writer === granted.writer) each.sinceMillis = Math.max(each.sinceMillis, nowMillis)
    // What is granted may be known from where this was forked, and was not woken there.
    return wakes ? nowMillis : Math.min(granted.sinceMillis, nowMillis)
  }

  /** All that decides what is offered, as plain data. */
  parts(): unknown {
    return [
      [...this.#still].toSorted((one, other) => one - other),
      this.#waiting.map(({ sinceMillis }) => String(sinceMillis)),
    ]
  }

  #isAhead(each: T): boolean {
    return isTimer(each) && each.sinceMillis > this.#limitMillis
  }
}

function isTimer({ step }: Choice): boolean {
  return step.op === 'timer'
}

/**
 * Since when a step could have been granted that was asked for after another one. When an application makes its next
 * call is for itself to say: no clock waits for that.
 */
export function sinceOf({ op, dueMillis = 0 }: Pick<Step, 'op' | 'dueMillis'>, askedMillis: number): number {
  if (op === 'begin') return Infinity
  return op === 'timer' ? dueMillis : askedMillis
}
