import type { Step } from './step.ts'

/** A session's name, where nothing else belongs to the same word. */
const sessionName = /(?<![\da-z])s\d{1,2}(?![\da-z])/gi

/**
 * What mkstemp(3) and its like make up, which may be letters alone: by GNU sed, by Python's `tempfile` and mktemp(1), by
 * git for an object and for `git repack`, and after a point with letters of both kinds.
 */
const madeUp =
  /^sed\w{6}$|(?<![a-z])tmp\w{8}(?!\w)|^tmp\.\w{10}$|^(?:tmp_obj|refs|packs)_\w{6}$|\.(?=[a-z]*[A-Z])(?=[A-Z]*[a-z])[A-Za-z]{6}$/

/**
 * Whether a step makes a file as mkstemp(3) does: to read and to write, and only where there is none. Who takes a lock has
 * nothing to read.
 */
export function isDrawing({ op, flags }: Pick<Step, 'op' | 'flags'>): boolean {
  return op === 'open' && flags === 'wx+'
}

/** Tells names that are the same every time from those that a library has made up for the moment. */
export class LastingNames {
  readonly #files: readonly string[]
  /** The session files and the folders that they lie in. */
  readonly #known: ReadonlySet<string>
  /** The parts of their paths. */
  readonly #parts: ReadonlySet<string>
  /** Names of session files that no counter and no random number looks like. */
  readonly #telling: readonly string[]
  readonly #folderNames: readonly string[]
  /** By the paths that it knows more. */
  readonly #larger = new Map<string, LastingNames>()

  /** The names beside no session file. */
  static readonly none = new LastingNames([])

  /**
   * @param sessionFiles paths of the session files, relative to the run directory. Where there are none, the store is
   *   loaded from files that only the target knows: names with a session's name in them are its own.
   */
  private constructor(sessionFiles: readonly string[]) {
    this.#files = sessionFiles
    const folders = sessionFiles.flatMap(foldersOf)
    this.#known = new Set([...sessionFiles, ...folders])
    this.#parts = new Set(sessionFiles.flatMap((file) => file.split('/')))
    this.#telling = sessionFiles.map(baseOf).filter((name) => !/^[\da-f]+$/i.test(name))
    this.#folderNames = [...new Set(folders.map(baseOf))]
  }

  /** The same with more session files; made once for all executions, which name the same ones. */
  with(sessionFiles: readonly string[]): LastingNames {
    const more = sessionFiles.filter((file) => !this.#files.includes(file))
    if (more.length === 0) return this
    const name = more.join('\n')
    const known = this.#larger.get(name) ?? new LastingNames([...this.#files, ...more])
    this.#larger.set(name, known)
    return known
  }

  /**
   * A name without digits or long runs of hexadecimals, beside that of a session file or its folder, lasts.
   *
   * @param isDrawn it was first mentioned as mkstemp(3) does: see `isDrawing`
   */
  has(path: string, isDrawn = false): boolean {
    return this.#known.has(path) || this.#looksLasting(baseOf(path), isDrawn)
  }

  /** The same of one part of a path, whatever folder it lies in. */
  lasts(part: string, isDrawn = false): boolean {
    return this.#parts.has(part) || this.#looksLasting(part, isDrawn)
  }

  #looksLasting(base: string, isDrawn: boolean): boolean {
    const rest =
      this.#files.length === 0
        ? base.replaceAll(sessionName, '')
        : this.#telling.reduce((text, name) => text.replace(name, ''), base)
    // Six letters in GNU's libc, eight in Python.
    if (isDrawn && /\w{6}/.test(rest)) return false
    return !/\d|[0-9a-f]{6}|[A-Za-z]{12}/i.test(this.#withoutFolder(rest)) && !madeUp.test(base)
  }

  /** Beside a session's folder there may be its lock: `s1.lock`. */
  #withoutFolder(name: string): string {
    const folder = this.#folderNames.find(
      (each) => name.startsWith(each) && !/^\w/.test(name.slice(each.length)),
    )
    return folder === undefined ? name : name.slice(folder.length)
  }
}

function foldersOf(path: string): string[] {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? [] : [path.slice(0, slash), ...foldersOf(path.slice(0, slash))]
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
