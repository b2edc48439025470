import { isUtf8 } from 'node:buffer'
import type { PathLike } from 'node:fs'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Originals } from './originals.ts'

/** Where a path leads, under the run directory. */
export interface Place {
  /** Relative to the run directory, as `Step.path`. */
  readonly path: string
  /** What the caller passed, as errors print it. */
  readonly given: string
  /** As `Step.through`. */
  readonly through?: readonly string[]
}

/** As in Linux, path_resolution(7). */
const MAX_LINKS = 40

/** A descriptor as a path (proc(5)): it leads to what is open, whatever has become of the name that its text tells. */
const DESCRIPTOR = /^\/proc\/(?:self|thread-self|\d+)(?:\/task\/\d+)?\/(?:fd|map_files)\/[^/]+$/

/** Tells which paths lie under the run directory. Reads no cache: other writers make symbolic links, too. */
export class Paths {
  readonly #root: () => string | null
  readonly #originals: Originals
  readonly #left: (how: string) => void

  /** @param left told how a path has entered the run directory and left it again, or is not to be told from another */
  constructor(root: () => string | null, originals: Originals, left: (how: string) => void = () => {}) {
    this.#root = root
    this.#originals = originals
    this.#left = left
  }

  /**
   * Null where the path is invalid or leads elsewhere: then Node's own function takes the call.
   * `follow` tells whether the operation follows a symbolic link in the last component.
   */
  locate(value: unknown, follow: boolean): Place | null {
    const root = this.#root()
    if (root === null) return null
    const given = textOf(value)
    if (given === null) return null
    const absolute = absoluteOf(given)
    const throughLast = follow || given.endsWith('/')
    if (isPlain(absolute) && isUnder(absolute, root) && !this.#meetsLink(absolute, root, throughLast)) {
      this.#tellLossy(value)
      return { path: absolute.slice(root.length + 1), given }
    }
    if (/^\/(?:proc|dev)\//.test(absolute) && this.#isDescriptor(absolute, root)) return null
    const { real, links } = this.#walk(absolute, throughLast)
    if (!isUnder(real, root)) {
      const way = links.find((link) => isUnder(link, root))
      if (way !== undefined)
        this.#left(`a path leads out of the run directory by the link ${way.slice(root.length + 1) || '.'}`)
      return null
    }
    this.#tellLossy(value)
    const through = links.filter((link) => isUnder(link, root)).map((link) => link.slice(root.length + 1))
    return { path: real.slice(root.length + 1), given, ...(through.length > 0 && { through }) }
  }

  /** Where a path leads that lies elsewhere, beside one that does not: relative to the run directory, from `..` on. */
  outside(value: PathLike): Place {
    const given = textOf(value) ?? ''
    return { path: relative(this.#root() ?? '/', resolve(given)), given }
  }

  /** A name is text to the harness: of two that differ in such bytes alone, it would take one for the other. */
  #tellLossy(value: unknown): void {
    if (value instanceof Uint8Array && !isUtf8(value))
      this.#left(`a name that is no UTF-8: ${textOf(value)?.split('/').at(-1)}`)
  }

  /**
   * Where a path leads that is not in the run directory, or that is taken while there is none: absolute, as the kernel
   * finds it. Null where it is invalid, or leads into the run directory.
   */
  elsewhere(value: unknown, follow: boolean): string | null {
    const given = textOf(value)
    if (given === null) return null
    const { real } = this.#walk(absoluteOf(given), follow || given.endsWith('/'))
    const root = this.#root()
    return root !== null && isUnder(real, root) ? null : real || '/'
  }

  /** Whether it is a descriptor of something in the run directory by another name. */
  #isDescriptor(absolute: string, root: string): boolean {
    const { real, links } = this.#walk(absolute, true)
    const isOurs = links.some((link) => DESCRIPTOR.test(link)) && isUnder(real, root)
    if (isOurs)
      this.#left(`${real.slice(root.length + 1) || '.'} is reached by its descriptor's path ${absolute}`)
    return isOurs
  }

  #meetsLink(absolute: string, root: string, throughLast: boolean): boolean {
    let end = root.length
    while (end < absolute.length) {
      const next = absolute.indexOf('/', end + 1)
      if (next === -1 && !throughLast) return false
      end = next === -1 ? absolute.length : next
      if (this.#isLink(absolute.slice(0, end))) return true
    }
    return false
  }

  #isLink(path: string): boolean {
    try {
      return this.#originals.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
    } catch {
      return false
    }
  }

  /** What the kernel does to a path, except that a component which is missing may be followed by others. */
  #walk(absolute: string, throughLast: boolean): { real: string; links: string[] } {
    const pending = absolute.split('/').toReversed()
    const links: string[] = []
    let at = ''
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === '' || name === '.') continue
      if (name === '..') {
        at = at.slice(0, Math.max(0, at.lastIndexOf('/')))
        continue
      }
      const next = `${at}/${name}`
      const isLast = !pending.some((rest) => rest !== '' && rest !== '.')
      if ((throughLast || !isLast) && links.length < MAX_LINKS && this.#isLink(next)) {
        links.push(next)
        const target = this.#originals.readlinkSync(next)
        if (target.startsWith('/')) at = ''
        pending.push(...target.split('/').toReversed())
      } else at = next
    }
    return { real: at, links }
  }
}

/** A path argument as text, or null where Node would refuse it: https://nodejs.org/api/fs.html#file-paths */
function textOf(value: unknown): string | null {
  let text: unknown = value
  if (value instanceof Uint8Array)
    text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()
  else if (value instanceof URL) {
    try {
      text = fileURLToPath(value)
    } catch {
      return null
    }
  }
  // Half of a surrogate pair becomes U+FFFD on its way to the kernel, and all of these are one name there.
  return typeof text === 'string' && text !== '' && !text.includes('\0') ? wellFormed(text) : null
}

function wellFormed(text: string): string {
  return (text as string & { toWellFormed(): string }).toWellFormed()
}

/** The path that a path argument names, made absolute as text alone; null where Node would refuse it. */
export function absoluteText(value: unknown): string | null {
  const given = textOf(value)
  return given === null ? null : resolve(given)
}

export function isPath(value: unknown): value is PathLike {
  return textOf(value) !== null
}

function absoluteOf(given: string): string {
  return given.startsWith('/') ? given : `${process.cwd()}/${given}`
}

function isUnder(path: string, root: string): boolean {
  return path.startsWith(root) && (path.length === root.length || path[root.length] === '/')
}

/** True where cutting the root off the text leaves a normal relative path. */
function isPlain(absolute: string): boolean {
  return !absolute.includes('/.') && !absolute.includes('//') && !absolute.endsWith('/')
    ? true
    : !/\/(?:\.{0,2})(?:\/|$)/.test(absolute)
}
