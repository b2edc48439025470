/**
 * Gives temporary names short, lasting names. What a library puts into a temporary name (pid, time, randomness)
 * differs between machines; what a schedule means by it does not.
 */
export class Aliases {
  #kept: readonly string[] = []
  readonly #aliases = new Map<string, string>()

  /** @param sessionFiles relative paths of the session files, which keep their names */
  keep(sessionFiles: readonly string[]): void {
    this.#kept = sessionFiles
  }

  /** The alias of a path relative to the run directory; always the same within an execution. */
  of(path: string): string {
    if (path === '') return '.'
    return this.#aliases.get(path) ?? this.#name(path)
  }

  #name(path: string): string {
    const slash = path.lastIndexOf('/')
    const base = path.slice(slash + 1)
    const folder = slash === -1 ? '' : `${this.of(path.slice(0, slash))}/`
    const alias = isLasting(path, this.#kept) ? `${folder}${base}` : `${folder}tmp#${this.#count() + 1}`
    this.#aliases.set(path, alias)
    return alias
  }

  #count(): number {
    return [...this.#aliases.values()].filter((alias) => alias.includes('tmp#')).length
  }
}

/** A name without digits or long runs of hexadecimals, beside a session file's own, is the same every time. */
export function isLasting(path: string, sessionFiles: readonly string[]): boolean {
  if (sessionFiles.includes(path)) return true
  const rest = sessionFiles.reduce((text, file) => text.replace(baseOf(file), ''), baseOf(path))
  return !/\d|[0-9a-f]{6}|[A-Za-z]{12}/i.test(rest)
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
