import { waitingPlaceOf } from './process-tree.ts'
import type { CommandRun } from './command-run.ts'

/** Before a pause: the next request, or the end, nearly always comes sooner. */
const turnsWithoutPause = 20
const pauseMillis = 0.1
/** Between two looks that have to be alike. */
const betweenLooksMillis = 1
/** What sleeps longer, for a timer or for somebody else, holds everybody up. */
const patienceMillis = 6_000
const never = new Int32Array(new SharedArrayBuffer(4))

export type Quietness = 'quiet' | 'busy' | { readonly waitsFor: string }

/** Tells when no thread of a program can ask for anything more by itself. */
export class Quiet {
  readonly #run: CommandRun
  #turns = 0
  #earlier: { readonly sample: string; readonly atMillis: number } | null = null
  #asleepSinceMillis: number | null = null

  constructor(run: CommandRun) {
    this.#run = run
  }

  /** Something was asked for: what was seen before does not count. */
  disturb(): void {
    this.#turns = 0
    this.#earlier = null
    this.#asleepSinceMillis = null
  }

  /** @param held threads that wait for this process */
  look(held: readonly number[]): Quietness {
    const { tree } = this.#run
    const [first] = held
    if (held.length === 1 && first !== undefined && tree.isAlone(first)) return 'quiet'
    this.#turns += 1
    if (this.#turns < turnsWithoutPause && held.length === 0) return 'busy'
    Atomics.wait(never, 0, 0, pauseMillis)
    const now = performance.now()
    if (this.#earlier && now - this.#earlier.atMillis < betweenLooksMillis) return 'busy'
    const threads = tree.threads()
    const others = threads.filter(({ id }) => !held.includes(id))
    const isAsleep = others.every(({ state }) => state === 'S' || state === 'D')
    const sample = JSON.stringify(others)
    const isAlike = isAsleep && this.#earlier?.sample === sample
    this.#earlier = { sample, atMillis: now }
    if (!isAlike) {
      if (!isAsleep) this.#asleepSinceMillis = null
      return 'busy'
    }
    if (held.length > 0) return 'quiet'
    this.#asleepSinceMillis ??= now
    if (now - this.#asleepSinceMillis < patienceMillis) return 'busy'
    const places = [...new Set(others.map(({ id }) => waitingPlaceOf(id)))].join(', ')
    return { waitsFor: `${this.#run.program} has slept for ${patienceMillis / 1000} s (${places})` }
  }
}
