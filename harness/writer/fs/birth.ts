import type { BigIntStats, Stats } from 'node:fs'
import type { Originals } from './originals.ts'

/** Elsewhere a time of birth goes back with the time of modification (utimes(2) on macOS). */
const isKept = process.platform === 'linux'

/**
 * Tells what was there before the run directory was: a hard link or a mount brings it in, and then it is somebody's.
 * Linux sets the time of birth, and nobody can change it (statx(2)).
 */
export class Birth {
  readonly #root: () => string | null
  readonly #originals: Originals
  #known: { readonly root: string; readonly millis: number } | null = null

  constructor(root: () => string | null, originals: Originals) {
    this.#root = root
    this.#originals = originals
  }

  /** Whether an inode is older than the run directory; where births are not known, whether it may be. */
  isForeign(stats: Stats | BigIntStats): boolean {
    const born = Number(stats.birthtimeMs)
    const rootBorn = this.#rootMillis()
    if (!isKept || born <= 0 || rootBorn <= 0) return stats.isFile() && Number(stats.nlink) > 1
    return Math.floor(born) < rootBorn
  }

  /** Whole milliseconds since 1970; 0 where that is not known. */
  #rootMillis(): number {
    const root = this.#root()
    if (root === null) return 0
    if (this.#known?.root !== root) this.#known = { root, millis: this.#bornAt(root) }
    return this.#known.millis
  }

  #bornAt(root: string): number {
    try {
      return Math.floor(this.#originals.lstatSync(root).birthtimeMs)
    } catch {
      return 0
    }
  }
}
