import { virtualStartMillis } from '../../model/clock.ts'
import type { Choice } from '../../model/schedule.ts'
import type { Step } from '../../model/step.ts'

/** What a writer has done since it last changed anything. */
export interface Waits {
  readonly steps: number
  /** How long it has wanted to sleep, in virtual time. */
  readonly micros: number
}

const none: Waits = { steps: 0, micros: 0 }

/** When an execution came further last: whether it still does is for `livelock.ts` to say. */
export class Progress {
  /** Position at which a call settled last. */
  #settled = 0
  /** When something changed last: in the directory, or a call settled. */
  #changed = { position: 0, micros: virtualStartMillis * 1000 }
  /** By writer, the position of its latest grant. */
  #granted = new Map<number, number>()
  /** By writer that has done something since it changed anything itself. */
  #waits = new Map<number, Waits>()

  /** The same, from where each goes on by itself. */
  fork(): Progress {
    const fork = new Progress()
    fork.#settled = this.#settled
    fork.#changed = this.#changed
    fork.#granted = new Map(this.#granted)
    fork.#waits = new Map(this.#waits)
    return fork
  }

  noteGrant(writer: number, position: number): void {
    this.#granted.set(writer, position)
    const { steps, micros } = this.#waitsOf(writer)
    this.#waits.set(writer, { steps: steps + 1, micros })
  }

  noteAsked(writer: number, asked: readonly Step[] | undefined, nowMicros: number): void {
    for (const { op, dueMillis = 0 } of asked ?? []) {
      if (op !== 'timer') continue
      const { steps, micros } = this.#waitsOf(writer)
      this.#waits.set(writer, { steps, micros: micros + 1000 * dueMillis - nowMicros })
    }
  }

  /** @param writer has changed something */
  noteChange(writer: number, position: number, micros: number): void {
    this.#changed = { position, micros }
    this.#waits.delete(writer)
  }

  noteSettled(writer: number, position: number, micros: number): void {
    this.#settled = position
    this.noteChange(writer, position, micros)
  }

  /**
   * The shortest wait of those writers that are there. It is told by what each has done by itself, whatever the others did
   * meanwhile.
   */
  shortestWait(writers: readonly { readonly ordinal: number; readonly isThere: boolean }[]): Waits {
    const all = writers.flatMap(({ ordinal, isThere }) => (isThere ? [this.#waitsOf(ordinal)] : []))
    return {
      steps: Math.min(...all.map(({ steps }) => steps)),
      micros: Math.min(...all.map(({ micros }) => micros)),
    }
  }

  #waitsOf(writer: number): Waits {
    return this.#waits.get(writer) ?? none
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
