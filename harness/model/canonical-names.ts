import { isLasting } from './aliases.ts'

/**
 * Names of files that are the same whatever the interleaving, and however often the target has been used before: a
 * temporary name is called after the writer and the step that mentioned it first. Two paths of one execution never
 * share a name.
 */
export class CanonicalNames {
  #kept: readonly string[] = []
  readonly #names = new Map<string, string>()

  keep(sessionFiles: readonly string[]): void {
    this.#kept = sessionFiles
  }

  /** @param mention names the step that mentions the path; the first one counts */
  of(path: string, mention: string): string {
    const known = this.#names.get(path)
    if (known !== undefined) return known
    const slash = path.lastIndexOf('/')
    const base = path.slice(slash + 1)
    const folder = slash === -1 ? '' : `${this.of(path.slice(0, slash), `${mention}^`)}/`
    const name = `${folder}${isLasting(path, this.#kept) ? base : `*${mention}`}`
    this.#names.set(path, name)
    return name
  }

  /** The name of a path that has been mentioned, else the path itself. */
  known(path: string): string {
    return this.#names.get(path) ?? path
  }
}
