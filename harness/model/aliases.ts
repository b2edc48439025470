import { LastingNames } from './lasting-names.ts'
import { SharedMap } from './shared-map.ts'

/**
 * Gives temporary names short, lasting names. What a library puts into a temporary name (pid, time, randomness)
 * differs between machines; what a schedule means by it does not.
 */
export class Aliases {
  #kept: LastingNames
  #aliases = new SharedMap<string, string>()

  /** @param sessionFiles relative paths of the session files, which keep their names, as do the folders they lie in */
  constructor(sessionFiles: readonly string[] = []) {
    this.#kept = LastingNames.none.with(sessionFiles)
  }

  /** The same aliases, from where each goes on by itself. */
  fork(): Aliases {
    const fork = new Aliases()
    fork.#kept = this.#kept
    fork.#aliases = this.#aliases.fork()
    return fork
  }

  /** More session files that keep their names. */
  keep(sessionFiles: readonly string[]): void {
    this.#kept = this.#kept.with(sessionFiles)
  }

  /**
   * The alias of a path relative to the run directory; always the same within an execution.
   *
   * @param isDrawn as `LastingNames` takes it
   */
  of(path: string, isDrawn = false): string {
    if (path === '') return '.'
    return this.#aliases.get(path) ?? this.#name(path, isDrawn)
  }

  #name(path: string, isDrawn: boolean): string {
    const slash = path.lastIndexOf('/')
    const base = path.slice(slash + 1)
    const folder = slash === -1 ? '' : `${this.of(path.slice(0, slash))}/`
    const alias = this.#kept.has(path, isDrawn) ? `${folder}${base}` : `${folder}tmp#${this.#count() + 1}`
    this.#aliases.set(path, alias)
    return alias
  }

  #count(): number {
    return [...this.#aliases.values()].filter((alias) => alias.includes('tmp#')).length
  }
}
