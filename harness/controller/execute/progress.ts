import { virtualStartMillis } from '../../model/clock.ts'
import type { Choice } from '../../model/schedule.ts'

/** When an execution came further last: whether it still does is for `livelock.ts` to say. */
export class Progress {
  /** Position at which a call settled last. */
  #settled = 0
  /** When something changed last: in the directory, or a call settled. */
  #changed = { position: 0, micros: virtualStartMillis * 1000 }
  /** By writer, the position of its latest grant. */
  #granted = new Map<number, number>()

  /** The same, from where each goes on by itself. */
  fork(): Progress {
    const fork = new Progress()
    fork.#settled = this.#settled
    fork.#changed = this.#changed
    fork.#granted = new Map(this.#granted)
    return fork
  }

  noteGrant(writer: number, position: number): void {
    this.#granted.set(writer, position)
  }

  noteChange(position: number, micros: number): void {
    this.#changed = { position, micros }
  }

  noteSettled(position: number, micros: number): void {
    this.#settled = position
    this.noteChange(position, micros)
  }

  /** For how long nothing has come of it, up to the given moment. */
  since(position: number, micros: number): { steps: number; idleSteps: number; idleMicros: number } {
    return {
      steps: position - this.#settled,
      idleSteps: position - this.#changed.position,
      idleMicros: micros - this.#changed.micros,
    }
  }

  /** The choice of the writer that has waited longest: what starves nobody. */
  leastRecent<T extends Choice>(choices: readonly T[]): T {
    const since = ({ writer }: T) => this.#granted.get(writer) ?? 0
    return choices.reduce((best, choice) => (since(choice) < since(best) ? choice : best))
  }
}
