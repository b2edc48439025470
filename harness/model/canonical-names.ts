import { LastingNames } from './lasting-names.ts'
import { SharedMap } from './shared-map.ts'

interface Named {
  readonly name: string
  /** Ordinals of the writers that have mentioned it. */
  readonly by: readonly number[]
}

/**
 * Names of files that are the same whatever the interleaving, and however often the target has been used before: a
 * temporary name is called after the writer and the step that mentioned it first. Each part of a path has a name of its
 * own, whatever folder it lies in. Two of one execution never share one.
 */
export class CanonicalNames {
  #kept: LastingNames
  #names = new SharedMap<string, Named>()
  /** What is temporary, by the name that it has here. */
  #given = new SharedMap<string, string>()

  /** @param sessionFiles as `Aliases` takes them */
  constructor(sessionFiles: readonly string[] = []) {
    this.#kept = LastingNames.none.with(sessionFiles)
  }

  /** The same names, from where each goes on by itself. */
  fork(): CanonicalNames {
    const fork = new CanonicalNames()
    fork.#kept = this.#kept
    fork.#names = this.#names.fork()
    fork.#given = this.#given.fork()
    return fork
  }

  keep(sessionFiles: readonly string[]): void {
    this.#kept = this.#kept.with(sessionFiles)
  }

  /**
   * @param writer ordinal of the writer that mentions the path
   * @param mention names the step that mentions it, within that writer; the first one counts
   * @param isDrawn as `LastingNames` takes it
   */
  of(path: string, writer: number, mention: string, isDrawn = false): string {
    const slash = path.lastIndexOf('/')
    const folder = slash === -1 ? '' : `${this.of(path.slice(0, slash), writer, `${mention}^`)}/`
    const part = path.slice(slash + 1)
    return folder + this.#nameOf(part, writer, mention, isDrawn)
  }

  /** The name of a path by what has been mentioned; the rest of it is as it is. */
  known(path: string): string {
    return path
      .split('/')
      .map((part) => this.#names.get(part)?.name ?? part)
      .join('/')
  }

  /** The path that has a name. */
  pathOf(name: string): string {
    return name
      .split('/')
      .map((part) => this.#given.get(part) ?? part)
      .join('/')
  }

  /**
   * A writer is gone, with all that it knew. A name that nobody else has mentioned, and that nothing bears, is given
   * anew to whoever mentions it next: whether the dead one had come as far as that shall make no difference.
   *
   * @param paths of all that is in the directory
   */
  forget(writer: number, paths: Iterable<string>): void {
    const inUse = new Set([...paths].flatMap((path) => path.split('/')))
    for (const [part, { name, by }] of this.#names) {
      const others = by.filter((ordinal) => ordinal !== writer)
      this.#names.set(part, { name, by: others })
      if (others.length > 0 || inUse.has(part)) continue
      this.#names.delete(part)
      this.#given.delete(name)
    }
  }

  #nameOf(part: string, writer: number, mention: string, isDrawn: boolean): string {
    const known = this.#names.get(part)
    if (known) {
      if (!known.by.includes(writer)) this.#names.set(part, { ...known, by: [...known.by, writer] })
      return known.name
    }
    const name = part === '' || this.#kept.lasts(part, isDrawn) ? part : `${madeUpBy(writer)}${mention}`
    this.#names.set(part, { name, by: [writer] })
    if (name !== part) this.#given.set(name, part)
    return name
  }
}

/** Whether a canonical name stands for one that was made up for the moment. */
export function isTemporary(name: string): boolean {
  return name.includes('*')
}

/** Whether it is called after a step of this writer's: nobody had mentioned it before. */
export function isFirstMentionedBy(writer: number, name: string): boolean {
  return name.startsWith(madeUpBy(writer))
}

function madeUpBy(writer: number): string {
  return `*${writer}.`
}
