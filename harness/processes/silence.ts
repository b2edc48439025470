import fs from 'node:fs'

const nanosPerMilli = 1e6
/** However busy a machine is, this much of the time counts: what hangs is ended in bounded time. */
const leastShare = 1 / 3

/**
 * How long some processes, of which one runs at a time, have been silent: less the time in which they could have gone
 * on, had others not held the processor. On a machine with far too much to do, silence is no sign of hanging.
 */
export class Silence {
  millis = 0
  /** Of that, what they could have used: less than `millis` only where they waited for more than two thirds of it. */
  ownMillis = 0
  readonly #waited = new Map<number, number>()

  /** One of them has told of itself. */
  end(): void {
    this.millis = 0
    this.ownMillis = 0
  }

  /**
   * Takes in that time has passed without a word.
   *
   * @param pids those that are there now
   */
  add(millis: number, pids: readonly number[]): void {
    for (const known of this.#waited.keys()) if (!pids.includes(known)) this.#waited.delete(known)
    const waits = pids.map((pid) => this.#waitedAgainMillis(pid))
    const own = Math.max(0, millis - Math.max(0, ...waits))
    this.ownMillis += own
    this.millis += Math.max(leastShare * millis, own)
  }

  #waitedAgainMillis(pid: number): number {
    const before = this.#waited.get(pid) ?? 0
    const now = waitedMillis(pid)
    this.#waited.set(pid, now)
    return now - before
  }
}

/** Time on a run queue: the second number of https://docs.kernel.org/scheduler/sched-stats.html; 0 where it is not told. */
function waitedMillis(pid: number): number {
  try {
    return Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / nanosPerMilli || 0
  } catch {
    return 0
  }
}
