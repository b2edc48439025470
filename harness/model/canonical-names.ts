import { LastingNames } from './lasting-names.ts'

interface Named {
  readonly name: string
  /** Ordinals of the writers that have mentioned the path. */
  readonly by: Set<number>
}

/**
 * Names of files that are the same whatever the interleaving, and however often the target has been used before: a
 * temporary name is called after the writer and the step that mentioned it first. Two paths of one execution never
 * share a name.
 */
export class CanonicalNames {
  #kept: LastingNames
  readonly #names = new Map<string, Named>()

  /** @param sessionFiles as `Aliases` takes them */
  constructor(sessionFiles: readonly string[] = []) {
    this.#kept = new LastingNames(sessionFiles)
  }

  keep(sessionFiles: readonly string[]): void {
    this.#kept = this.#kept.with(sessionFiles)
  }

  /**
   * @param writer ordinal of the writer that mentions the path
   * @param mention names the step that mentions it, within that writer; the first one counts
   */
  of(path: string, writer: number, mention: string): string {
    const slash = path.lastIndexOf('/')
    const folder = slash === -1 ? '' : `${this.of(path.slice(0, slash), writer, `${mention}^`)}/`
    const known = this.#names.get(path)
    if (known) {
      known.by.add(writer)
      return known.name
    }
    const base = path.slice(slash + 1)
    const name = `${folder}${this.#kept.has(path) ? base : `*${writer}.${mention}`}`
    this.#names.set(path, { name, by: new Set([writer]) })
    return name
  }

  /** The name of a path that has been mentioned, else the path itself. */
  known(path: string): string {
    return this.#names.get(path)?.name ?? path
  }

  /**
   * A writer is gone, with all that it knew. A name that nobody else has mentioned, and that nothing bears, is given
   * anew to whoever mentions the path next: whether the dead one had come as far as that shall make no difference.
   *
   * @param paths of all that is in the directory
   */
  forget(writer: number, paths: Iterable<string>): void {
    for (const { by } of this.#names.values()) by.delete(writer)
    const mentioned = [...this.#names].flatMap(([path, { by }]) => (by.size > 0 ? [path] : []))
    const inUse = new Set([...paths, ...mentioned].flatMap(withFolders))
    for (const path of this.#names.keys()) if (!inUse.has(path)) this.#names.delete(path)
  }
}

/** Whether a canonical name stands for one that was made up for the moment. */
export function isTemporary(name: string): boolean {
  return name.includes('*')
}

function withFolders(path: string): string[] {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? [path] : [path, ...withFolders(path.slice(0, slash))]
}
