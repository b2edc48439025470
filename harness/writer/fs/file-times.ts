import type { BigIntStats, Stats } from 'node:fs'
import { aheadSeconds } from '../../model/clock.ts'
import { Birth } from './birth.ts'
import { creates, mayChange, truncates } from './flags.ts'
import type { Originals } from './originals.ts'

type AnyStats = Stats | BigIntStats
type Stamp = (atimeSeconds: number, mtimeSeconds: number) => void
export type Time = number | string | Date

/** One inode that times are set of. */
export interface Dated {
  readonly apply: (atime: Time, mtime: Time) => void
  readonly look: () => Stats
}

/** A day before this module was loaded, which is before any clock was made virtual. */
const EARLIEST_REAL = Date.now() - 86_400_000
/** What a time is off by at most that was given in seconds, as a number. */
const ROUNDING_MILLIS = 0.002
/** What a time is off by at most that is kept ahead. */
const AHEAD_ROUNDING_MILLIS = 0.01
const TIMES = ['atime', 'mtime', 'ctime', 'birthtime'] as const

/**
 * Gives files virtual modification times, so that the age of a lock file makes sense beside a virtual `Date.now()`.
 *
 * Writers are separate processes, so the truth they share is the inode itself: whatever modifies a file stamps it
 * with the virtual time. Directories change too often for that; one that was changed is stamped by the first `stat`
 * that looks at it. A time set by the target stays as it is, and so does that of a file which was there before. The
 * time of access is that of modification until the target sets it: no look changes it, as under `noatime` (mount(8)).
 *
 * Invariant: virtual time lies more than a day before real time, so that a time of the kernel's is told by its value.
 */
export class FileTimes {
  readonly #originals: Originals
  readonly #now: (() => number) | undefined
  readonly #birth: Birth
  /** Open files that are not dated: they were there before the run directory was. */
  readonly #foreign = new Set<number>()

  constructor(originals: Originals, root: () => string | null, now: (() => number) | undefined) {
    this.#originals = originals
    this.#now = now
    this.#birth = new Birth(root, originals)
  }

  /** Gives what it has looked at; null where nothing can have been made. */
  opened(fd: number, bits: number): Stats | null {
    this.#foreign.delete(fd)
    if (!this.#now || !mayChange(bits)) return null
    const stats = this.#originals.fstatSync(fd)
    if (this.#birth.isForeign(stats)) this.#foreign.add(fd)
    else if (truncates(bits) || (creates(bits) && this.#isReal(stats.mtimeMs))) this.written(fd)
    return stats
  }

  written(fd: number): void {
    if (this.#foreign.has(fd)) return
    this.#stamp((seconds) => this.#originals.futimesSync(fd, seconds, seconds))
  }

  made(path: string | Buffer | URL): void {
    this.#stamp((seconds) => this.#originals.lutimesSync(path, seconds, seconds))
  }

  /** Sets the times that a target asks for. Gives what a look at the file shows from then on. */
  set(atime: Time, mtime: Time, { apply, look }: Dated): Stats {
    const seconds = Number(atime instanceof Date ? atime.getTime() / 1000 : atime)
    const isPlain = !this.#now || !(seconds >= 0 && seconds < aheadSeconds / 2)
    if (isPlain || this.#birth.isForeign(look())) apply(atime, mtime)
    else apply(seconds + aheadSeconds, mtime)
    return this.seen(look(), apply)
  }

  /** Replaces real times in what a stat gave; `stamp` writes a time to the inode that was looked at. */
  seen<T extends AnyStats | undefined>(stats: T, stamp: Stamp): T {
    if (!stats || !this.#now) return stats
    let millis = Number(stats.mtimeMs)
    const accessed = Number(stats.atimeMs)
    const kept = accessed - aheadSeconds * 1000
    if (this.#isReal(millis)) {
      millis = Math.floor(this.#now())
      // A time of access that was set stays.
      if (!this.#birth.isForeign(stats))
        this.#stamp((seconds) => stamp(kept >= 0 ? accessed / 1000 : seconds, seconds))
    }
    if (kept >= 0) setTime(stats, 'atime', kept)
    for (const name of ['atime', 'mtime'] as const)
      mend(stats, name, kept >= 0 && name === 'atime' ? AHEAD_ROUNDING_MILLIS : ROUNDING_MILLIS)
    for (const name of TIMES) if (this.#isReal(Number(stats[`${name}Ms`]))) setTime(stats, name, millis)
    return stats
  }

  #isReal(millis: number): boolean {
    return millis > EARLIEST_REAL
  }

  #stamp(stamp: (seconds: number) => void): void {
    if (!this.#now) return
    try {
      stamp(Math.floor(this.#now()) / 1000)
    } catch {
      // A file of another user's keeps its time: the target was allowed to write it, not to date it.
    }
  }
}

/** Seconds of that size have no room for a millisecond: 1000000000.4 comes back as 1000000000.399999. */
function mend(stats: AnyStats, name: 'atime' | 'mtime', within: number): void {
  const millis = Number(stats[`${name}Ms`])
  const whole = Math.round(millis)
  if (millis !== whole && Math.abs(millis - whole) < within) setTime(stats, name, whole)
}

/** ctime and birthtime cannot be set on an inode, so what is read is rewritten. */
export function setTime(stats: AnyStats, name: (typeof TIMES)[number], millis: number): void {
  const isBig = typeof stats.mtimeMs === 'bigint'
  Object.assign(stats, {
    [`${name}Ms`]: isBig ? BigInt(Math.floor(millis)) : millis,
    [name]: new Date(millis),
  })
  if (isBig) Object.assign(stats, { [`${name}Ns`]: BigInt(Math.floor(millis)) * 1_000_000n })
}
