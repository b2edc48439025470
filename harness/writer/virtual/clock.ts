/**
 * After so many looks at a clock that stands still, a program is taken to wait for it. A tenth of the steps that are
 * called a livelock: a loop that asks the file system each time before it looks shall come to its end.
 */
const SPINS = 1_000
const NANOS_PER_MILLI = 1_000_000

/**
 * What one writer sees of virtual time.
 *
 * Milliseconds are those of the whole execution and move with timers alone: two writers that look between two timers
 * see the same `Date.now()`, so that names made of it can collide as they do in reality. Below the millisecond each
 * look moves the writer's own clock by a microsecond, and writers differ by nanoseconds, as real ones do.
 *
 * Invariant: time is a function of the timers that have fired and of this writer's own looks, and never goes back.
 */
export class Clock {
  readonly #now: () => number
  #start = 0
  #writer = 0
  #millis = 0
  #looks = 0

  constructor(now: () => number) {
    this.#now = now
  }

  reset(startMillis: number, writer: number): void {
    this.#start = startMillis
    this.#writer = writer
    this.#millis = startMillis
    this.#looks = 0
  }

  get startMillis(): number {
    return this.#start
  }

  /** A loop that waits for time to pass would never end, so its own looks let it pass. */
  millis(): number {
    const now = Math.floor(this.#now())
    if (now > this.#millis) {
      this.#millis = now
      this.#looks = 0
    }
    this.#looks += 1
    if (this.#looks > SPINS) this.#millis += 1
    return this.#millis
  }

  /** Nanoseconds since the execution began. */
  nanos(): number {
    const millis = this.millis() - this.#start
    const micros = Math.min(this.#looks, 999)
    return millis * NANOS_PER_MILLI + micros * 1000 + (this.#writer % 1000)
  }
}
