import type { PathLike } from 'node:fs'
import path from 'node:path'
import type { Originals } from './originals.ts'
import { effectIn, touches, type Touch } from './outside.ts'
import type { Paths } from './paths.ts'

type Arguments = readonly unknown[]

/** Whatever is asked for there, the system refuses. */
const nowhere = '/proc/self/no-such-entry'

/**
 * Keeps whoever looks at a directory between two steps from changing it, since nobody has decided that. It may make
 * something that was not there, such as a lock, and remove that again; what it leaves of that is removed in the end.
 * Whatever else it would change, the system refuses.
 */
export class OnlyLooking {
  readonly #paths: Paths
  readonly #originals: Originals
  readonly #made = new Set<string>()
  /** Null while anything may be changed. */
  #dir: string | null = null
  #isRefused = false

  constructor(paths: Paths, originals: Originals) {
    this.#paths = paths
    this.#originals = originals
  }

  /** @param dir an absolute real path; nothing below it is changed from here on */
  begin(dir: string): void {
    this.#made.clear()
    this.#dir = dir
    this.#isRefused = false
  }

  /** @returns whether anything was refused: then what was seen says nothing */
  end(): boolean {
    const isRefused = this.#dir !== null && this.#isRefused
    if (this.#dir !== null)
      for (const made of this.#made) this.#originals.rmSync(made, { recursive: true, force: true })
    this.#dir = null
    return isRefused
  }

  /**
   * What Node's own function is to be called with.
   *
   * @param name of the function, without `Sync`
   */
  allowed(name: string, args: Arguments): Arguments {
    const all = touches[name]
    if (this.#dir === null || all === undefined || all === 'descriptor') return args
    const refused = all.filter((touch) => !this.#mayTouch(touch, name, args)).map(({ at }) => at)
    if (refused.length === 0) return args
    this.#isRefused = true
    return args.map((given, at) => (refused.includes(at) ? nowhere : given))
  }

  #mayTouch(touch: Touch, name: string, args: Arguments): boolean {
    const { at, follows } = touch
    const what = effectIn(touch, args)
    if (what === 'reads' || what === 'looks' || what === 'watches') return true
    const place = this.#paths.elsewhere(args[at], follows)
    if (place === null || !this.#isBelow(place)) return true
    // What it will be called is not known yet.
    if (name.startsWith('mkdtemp')) return false
    const isThere = this.#isThere(place)
    if (!isThere && what !== 'alters') this.#made.add(this.#firstMissing(place))
    return !isThere || what === 'makes' || this.#isMade(place)
  }

  #isMade(place: string): boolean {
    return [...this.#made].some((made) => place === made || place.startsWith(`${made}/`))
  }

  /** A directory may be made with all that lead to it. */
  #firstMissing(place: string): string {
    const parent = path.dirname(place)
    return this.#isBelow(parent) && !this.#isThere(parent) ? this.#firstMissing(parent) : place
  }

  #isBelow(place: string): boolean {
    return place.startsWith(`${this.#dir}/`)
  }

  #isThere(place: PathLike): boolean {
    try {
      return this.#originals.lstatSync(place, { throwIfNoEntry: false }) !== undefined
    } catch {
      return false
    }
  }
}
