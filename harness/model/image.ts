import { digestOf, digestOfBytes } from './digest.ts'
import type { CanonicalNames } from './canonical-names.ts'
import { isCreating, isTruncating, type FileSystemModel, type Inode } from './file-system.ts'
import { InodeNumbers } from './inode-numbers.ts'
import { isNoFileStep, type PendingStep, type Step } from './step.ts'

/** What is known of an inode beside its names. */
interface Facts {
  /** The name that it was made under, by which steps are told that meet in it: see `accessToFiles`. */
  origin: string
  /** Stands for its bytes. */
  data: string
  /** Null where the bytes could not be looked at. */
  size: number | null
  /**
   * Virtual time of the latest change, as `stat` shows it, or what stands for the time that was set since; null for a
   * directory that nobody has looked at since it has changed.
   */
  stamp: number | string | null
  /** Stands for the time of access that was set; empty where that is the time of the latest change. */
  accessed: string
  /** Stands for mode and owner: as it was made, or whatever was done to them, by whom. */
  attributes: string
}

/** The run directory's own: no entry leads to it. */
const root: Inode = 0

/** What a step has met with. */
export interface Performed {
  readonly failed: boolean
  /** Virtual time in milliseconds. */
  readonly now: number
  /** Stands for all that decided what it did. */
  readonly cause: string
  /** Mode and owner of what was made or given others. */
  readonly made?: string | undefined
  /** Times of access and modification that were set. */
  readonly dated?: string | undefined
}

/** Opens a file by its path in the run directory, to read its bytes whatever becomes of that name; null for what has none. */
export type OpenReader = (path: string) => (() => Uint8Array | null) | null

/** All that is in the directory, as plain data; equal whatever the order in which it came about. */
export interface ImageParts {
  /** Names, each with its inode's number: numbered anew, in order of names and handles. */
  readonly entries: readonly (readonly [string, number])[]
  readonly handles: readonly (readonly [string, number])[]
  /** By number, what can be observed of the inode. */
  readonly inodes: readonly string[]
  /** By name, how many inodes were made under it: `stat` shows the next one's number. */
  readonly made: readonly (readonly [string, number])[]
}

/**
 * The directory with the data of its files: what later steps can observe. Data that cannot be read is told by who
 * changed it, knowing what.
 */
export class Image {
  readonly #model: FileSystemModel
  readonly #names: CanonicalNames
  readonly #open: OpenReader
  readonly #readers = new Map<Inode, ReturnType<OpenReader>>()
  readonly #facts = new Map<Inode, Facts>()
  /** Symbolic links. */
  readonly #links = new Set<Inode>()
  readonly #numbers = new InodeNumbers()

  constructor(model: FileSystemModel, names: CanonicalNames, open: OpenReader) {
    this.#model = model
    this.#names = names
    this.#open = open
  }

  /** Carries out a step. Returns what the writer may have seen of it. */
  perform(writer: number, step: PendingStep, how: Performed): string {
    const { now, cause } = how
    const seen = this.#perform(writer, step, how)
    if (this.#links.size === 0 || isNoFileStep(step)) return seen
    // Where a path leads through links is decided when a step is carried out: it may have been anywhere.
    for (const inode of this.#model.entries.values())
      if (!this.#links.has(inode)) {
        this.#refresh(inode, cause)
        this.#factsOf(inode).stamp = now
      }
    return digestOf(seen, this.parts())
  }

  #perform(writer: number, step: PendingStep, { failed, now, cause, made, dated }: Performed): string {
    const { op, path = '', to } = step
    const before = this.#model.inodeOf(writer, step)
    if (!failed) {
      this.#model.apply(writer, step)
      this.#noteOrigin(writer, step, before === null, made)
      this.#noteEntries(step, before === null)
    }
    const inode = op === 'open' ? this.#model.inodeAt(path) : before
    switch (op) {
      case 'open':
        if (
          inode !== null &&
          !failed &&
          ((before === null && isCreating(step.flags)) || isTruncating(step.flags))
        )
          this.#changeData(inode, now, cause)
        return ''
      case 'write':
      case 'truncate':
        // What fails leaves the times as they are.
        if (inode !== null && failed) this.#refresh(inode, cause)
        else if (inode !== null) this.#changeData(inode, now, cause)
        return ''
      case 'mkdir':
      case 'mkdtemp':
        if (!failed) this.#factsOf(this.#model.inodeAt(path) ?? root).stamp = now
        return ''
      case 'symlink':
        if (!failed) this.#link(this.#model.inodeAt(to ?? '') ?? root, path, now)
        return ''
      case 'chmod':
      case 'chown':
        if (inode !== null && !failed) this.#factsOf(inode).attributes = made ?? cause
        return ''
      case 'utimes':
        if (inode !== null && !failed) Object.assign(this.#factsOf(inode), timesIn(dated, cause))
        return ''
      case 'read':
        return inode === null ? '' : this.#factsOf(inode).data
      case 'stat':
      case 'lstat':
      case 'fstat':
        return failed ? '' : this.#identify(inode ?? root, now)
      case 'readdir':
        return this.#listing(path)
      // Where a path leads through no link, `realpath` gives that path again, and `readlink` an error; see `perform`.
      case 'readlink':
      case 'realpath':
        return ''
      default:
        return ''
    }
  }

  /** A process has ended: what it had open is closed, and what it knew is forgotten. */
  forget(writer: number): void {
    this.#model.closeAll(writer)
  }

  originOf(inode: Inode): string {
    return this.#factsOf(inode).origin
  }

  /** True also where it cannot be told. */
  mayBeDirectory(inode: Inode): boolean {
    return this.#factsOf(inode).size === null
  }

  parts(): ImageParts {
    const numbers = new Map<Inode, number>()
    const numberOf = (inode: Inode): number => {
      const number = numbers.get(inode) ?? numbers.size
      numbers.set(inode, number)
      return number
    }
    const numbered = (pairs: Iterable<readonly [string, Inode]>) =>
      [...pairs].toSorted(byName).map(([name, inode]) => [name, numberOf(inode)] as const)
    numberOf(root)
    const entries = numbered(
      [...this.#model.entries].map(([path, inode]) => [this.#names.known(path), inode] as const),
    )
    const handles = numbered(this.#model.handles)
    const inodes = [...numbers.keys()].map((inode) => this.#observable(inode))
    return { entries, handles, inodes, made: this.#numbers.parts() }
  }

  #changeData(inode: Inode, now: number, cause: string): void {
    this.#refresh(inode, cause)
    Object.assign(this.#factsOf(inode), { stamp: now, accessed: '' })
  }

  #refresh(inode: Inode, cause: string): void {
    const facts = this.#factsOf(inode)
    const bytes = this.#bytesOf(inode)
    facts.data = bytes ? digestOfBytes(bytes) : digestOf(facts.data, cause)
    facts.size = bytes ? bytes.length : null
  }

  #link(inode: Inode, pointedAt: string, now: number): void {
    this.#links.add(inode)
    Object.assign(this.#factsOf(inode), { data: digestOf('link', this.#names.known(pointedAt)), stamp: now })
  }

  #bytesOf(inode: Inode): Uint8Array | null {
    let reader = this.#readers.get(inode)
    if (reader === undefined) {
      const [path] = [...this.#model.entries].find(([, candidate]) => candidate === inode) ?? []
      reader = path === undefined ? null : this.#open(path)
      this.#readers.set(inode, reader)
    }
    return reader && reader()
  }

  #noteOrigin(writer: number, step: PendingStep, isNew: boolean, attributes = ''): void {
    const { op, path = '', to = '' } = step
    const made =
      { open: isNew ? path : '', mkdir: path, mkdtemp: path, symlink: to, link: to }[op as string] ?? ''
    const inode = this.#model.inodeAt(made)
    if (inode === null) return
    const facts = this.#factsOf(inode)
    const name = this.#names.known(made)
    if (facts.origin === '') Object.assign(facts, { origin: name, attributes })
    this.#numbers.make(inode, name, `${writer}.${step.id}`)
  }

  /** A directory shows that what is in it has changed. */
  #noteEntries({ op, path = '', to }: Step, isNew: boolean): void {
    const changed = {
      open: isNew ? [path] : [],
      rename: [path, to],
      link: [to],
      symlink: [to],
      unlink: [path],
      rmdir: [path],
      mkdir: [path],
      mkdtemp: [path],
    }[op as string]
    for (const entry of changed ?? []) {
      const folder = entry?.slice(0, Math.max(0, entry.lastIndexOf('/'))) ?? ''
      const inode = folder === '' ? root : this.#model.inodeAt(folder)
      if (inode !== null) this.#factsOf(inode).stamp = null
    }
  }

  /** Attributes as `stat` gives them: docs/architecture.md has them one by one. */
  #identify(inode: Inode, now: number): string {
    const facts = this.#factsOf(inode)
    facts.stamp ??= now
    const links = [...this.#model.entries].filter(([, other]) => other === inode).length
    const { data, size, stamp, accessed, attributes } = facts
    return digestOf(this.#numbers.labelOf(inode), size ?? data, stamp, accessed, attributes, links)
  }

  #listing(path: string): string {
    const within = path === '' ? '' : `${path}/`
    const names = [...this.#model.entries].flatMap(([entry, inode]) => {
      const isIn = entry.startsWith(within) && !entry.slice(within.length).includes('/')
      const kind = this.#links.has(inode) ? 'link' : this.#factsOf(inode).size === null ? 'directory' : 'file'
      return isIn ? [`${this.#names.known(entry)} ${kind}`] : []
    })
    return digestOf(names.toSorted())
  }

  #observable(inode: Inode): string {
    const { origin, data, size, stamp, accessed, attributes } = this.#factsOf(inode)
    return `${origin} ${this.#numbers.labelOf(inode)} ${data} ${size} ${stamp} ${accessed} ${attributes}`
  }

  #factsOf(inode: Inode): Facts {
    let facts = this.#facts.get(inode)
    if (!facts) {
      facts = { origin: '', data: '', size: null, stamp: null, accessed: '', attributes: '' }
      this.#facts.set(inode, facts)
    }
    return facts
  }
}

/** Times as a look shows them; where they are not known, what they follow from stands for them. */
function timesIn(dated: string | undefined, cause: string): Pick<Facts, 'stamp' | 'accessed'> {
  const [accessed, modified] = dated?.split(' ') ?? []
  if (accessed === undefined || modified === undefined) return { stamp: cause, accessed: cause }
  return { stamp: Number(modified), accessed: accessed === modified ? '' : accessed }
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : Number(left > right)
}
