import { waitingPlaceOf, type ProcessTree } from './process-tree.ts'

/** Before a pause: the next request, or the end, nearly always comes sooner. */
const turnsWithoutPause = 20
/** From then on the program has the core to itself for longer and longer: it is starting, most of the time. */
const pauseMillis = 0.1
const mostPauseMillis = 0.5
const growth = 1.02
/** Between two looks that have to be alike. */
const betweenLooksMillis = 1
/** The same where nobody waits to be granted anything: then it is about sleep alone. */
const betweenSleepsMillis = 100
/** What sleeps longer, for a timer or for somebody else, holds everybody up. */
const patienceMillis = 6_000
/** For pages that a disk may bring, if nobody who is held is to bring them. */
const diskMillis = 1_000
/** Who works longer without asking for anything is not waited for: the controller itself is ended soon after. */
const workMillis = 15_000
const never = new Int32Array(new SharedArrayBuffer(4))

/** Whose threads are looked at. */
interface Runs {
  readonly tree: ProcessTree
  readonly program: string
}

export type Quietness = 'quiet' | 'busy' | { readonly waitsFor: string }

/** Tells when no thread of a program can ask for anything more by itself. */
export class Quiet {
  readonly #run: Runs
  #turns = 0
  #pauseMillis = pauseMillis
  #earlier: { readonly sample: string; readonly atMillis: number } | null = null
  #asleepSinceMillis: number | null = null
  #undisturbedSinceMillis = performance.now()
  #alikeSinceMillis = 0
  #isKeptWaiting = false

  constructor(run: Runs) {
    this.#run = run
  }

  /**
   * Whether, when it was last quiet, one of its threads waited in the kernel for what another one has that is held. What
   * it is about to ask for is not known, and comes in the kernel's order.
   */
  get isKeptWaiting(): boolean {
    return this.#isKeptWaiting
  }

  /** Something was asked for: what was seen before does not count. */
  disturb(): void {
    this.#turns = 0
    this.#pauseMillis = pauseMillis
    this.#earlier = null
    this.#asleepSinceMillis = null
    this.#undisturbedSinceMillis = performance.now()
  }

  /**
   * @param held threads that wait for this process
   * @param isKnown somebody else waits for it as well: that all are asleep says enough
   */
  look(held: readonly number[], isKnown = false): Quietness {
    const [first] = held
    this.#isKeptWaiting = false
    if (held.length === 1 && first !== undefined && this.#run.tree.isAlone(first)) return 'quiet'
    this.#turns += 1
    const isLookEnough = isKnown || held.length > 0
    if (this.#turns >= turnsWithoutPause || isLookEnough) {
      Atomics.wait(never, 0, 0, this.#pauseMillis)
      this.#pauseMillis = Math.min(mostPauseMillis, this.#pauseMillis * growth)
    }
    const state = isLookEnough ? this.#lookBeside(held) : this.#lookForSleep()
    if (state !== 'busy' || performance.now() - this.#undisturbedSinceMillis < workMillis) return state
    return {
      waitsFor: `${this.#run.program} has worked for ${workMillis / 1000} s and asked for nothing of its files`,
    }
  }

  /** Whether all others are asleep. */
  #lookBeside(held: readonly number[]): Quietness {
    return this.#isAlike(held, betweenLooksMillis) ? 'quiet' : 'busy'
  }

  #lookForSleep(): Quietness {
    const now = performance.now()
    this.#asleepSinceMillis ??= now
    if (now - this.#asleepSinceMillis < betweenSleepsMillis) return 'busy'
    const isAlike = this.#isAlike([], betweenSleepsMillis)
    if (isAlike === null) return 'busy'
    if (!isAlike) this.#asleepSinceMillis = now
    if (now - this.#asleepSinceMillis < patienceMillis) return 'busy'
    const places = [...new Set(this.#run.tree.threads().map(({ id }) => waitingPlaceOf(id)))].join(', ')
    return { waitsFor: `${this.#run.program} has slept for ${patienceMillis / 1000} s (${places})` }
  }

  /**
   * Whether all threads but those that are held were asleep twice, and did nothing in between.
   *
   * @returns null where it is too early to look again
   */
  #isAlike(held: readonly number[], betweenMillis: number): boolean | null {
    const now = performance.now()
    if (this.#earlier && now - this.#earlier.atMillis < betweenMillis) return null
    const others = this.#run.tree.threads().filter(({ id }) => !held.includes(id))
    const isStill = others.every(({ rest }) => rest !== 'works')
    const sample = JSON.stringify(others)
    const isAlike = isStill && this.#earlier?.sample === sample
    if (!isAlike) this.#alikeSinceMillis = now
    this.#earlier = { sample, atMillis: now }
    // What a disk has comes soon. What a step is to bring that is held does not come at all.
    const mayCome = others.some(({ rest }) => rest === 'waits for pages')
    this.#isKeptWaiting =
      held.length > 0 && (mayCome || others.some(({ rest }) => rest === 'waits for a lock'))
    return isAlike && mayCome && now - this.#alikeSinceMillis < diskMillis ? null : isAlike
  }
}
