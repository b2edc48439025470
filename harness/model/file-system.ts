import type { Step } from './step.ts'

/** Identity of a file's data, whatever names lead to it; never used again within an execution. */
export type Inode = number

/** What a step touches: names in directories, and data of inodes. */
export interface Footprint {
  /** Paths whose directory entry it may change. */
  readonly changesEntries: readonly string[]
  /** Paths whose directory entry it looks up. */
  readonly readsEntries: readonly string[]
  /** The inode whose data or size it may change. */
  readonly changesData: Inode | null
  /** The inode whose data, size or attributes it looks at. */
  readonly readsData: Inode | null
}

const none: readonly string[] = []

/**
 * Which name leads to which inode, kept up by the steps of all writers: a shadow of the run directory that
 * knows what `rename` and open descriptors do to a file's identity.
 *
 * Invariant: after every step, `entries` has the path of every file below the run directory.
 */
export class FileSystemModel {
  #entries = new Map<string, Inode>()
  #handles = new Map<string, Inode>()
  /** Of the open files, those that may be written to. */
  #writable = new Set<string>()
  #hasLinks = false
  #last: Inode = 0

  /** The same, from where each goes on by itself. */
  fork(): FileSystemModel {
    const fork = new FileSystemModel()
    fork.#entries = new Map(this.#entries)
    fork.#handles = new Map(this.#handles)
    fork.#writable = new Set(this.#writable)
    fork.#hasLinks = this.#hasLinks
    fork.#last = this.#last
    return fork
  }

  inodeAt(path: string): Inode | null {
    return this.#entries.get(path) ?? null
  }

  /** True once there was a symbolic link: a file may then be reached, and changed, by other names than its own. */
  get hasLinks(): boolean {
    return this.#hasLinks
  }

  get paths(): string[] {
    return [...this.#entries.keys()]
  }

  get entries(): ReadonlyMap<string, Inode> {
    return this.#entries
  }

  /** By `writer/handle`, the inode of each open file. */
  get handles(): ReadonlyMap<string, Inode> {
    return this.#handles
  }

  isWritable(writer: number, handle: number): boolean {
    return this.#writable.has(`${writer}/${handle}`)
  }

  /** What a step works on, as things stand: through its handle where it has one. */
  inodeOf(writer: number, { handle, path = '' }: Step): Inode | null {
    return (handle === undefined ? undefined : this.#handleInode(writer, handle)) ?? this.inodeAt(path)
  }

  /** What a pending step would touch, as things stand. */
  footprint(writer: number, step: Step): Footprint {
    const { op, path = '', to } = step
    const inode = this.inodeOf(writer, step)
    switch (op) {
      case 'open': {
        const creates = isCreating(step.flags) && this.inodeAt(path) === null
        const truncates = isTruncating(step.flags) && !creates
        return touch({
          changesEntries: creates ? [path] : [],
          readsEntries: [path],
          changesData: truncates ? inode : null,
        })
      }
      case 'write':
      case 'truncate':
        return touch({ readsEntries: step.handle === undefined ? [path] : [], changesData: inode })
      case 'chmod':
      case 'chown':
      case 'utimes':
        return touch({ readsEntries: step.handle === undefined ? [path] : [], changesData: inode })
      case 'read':
      case 'fstat':
      case 'fsync':
      case 'fdatasync':
        return touch({ readsData: inode })
      case 'rename':
        return touch({ changesEntries: to === undefined ? [path] : [path, to], readsData: inode })
      case 'link':
      case 'symlink':
        return touch({ changesEntries: to === undefined ? [] : [to], readsEntries: [path] })
      case 'unlink':
      case 'rmdir':
      case 'mkdir':
      case 'mkdtemp':
        return touch({ changesEntries: [path] })
      case 'close':
      case 'timer':
      case 'begin':
      case 'signal':
        return touch({})
      default:
        return touch({ readsEntries: [path], readsData: inode })
    }
  }

  /** Takes in a step that succeeded. */
  apply(writer: number, step: Step): void {
    const { op, path = '', to, handle } = step
    switch (op) {
      case 'open': {
        const inode = this.inodeAt(path) ?? (isCreating(step.flags) ? this.#create(path) : null)
        if (handle === undefined || inode === null) return
        this.#handles.set(`${writer}/${handle}`, inode)
        if (isWriting(step.flags)) this.#writable.add(`${writer}/${handle}`)
        return
      }
      case 'close':
        this.#forget(`${writer}/${handle}`)
        return
      case 'mkdir':
      case 'mkdtemp':
        this.#create(path)
        return
      case 'symlink':
        this.#create(to ?? '')
        this.#hasLinks = true
        return
      case 'link':
        if (to !== undefined) this.#entries.set(to, this.inodeAt(path) ?? this.#next())
        return
      case 'rename':
        if (to !== undefined) this.#rename(path, to)
        return
      case 'unlink':
      case 'rmdir':
        this.#entries.delete(path)
        return
      default:
    }
  }

  /** A process has ended: the kernel closes what it had open. */
  closeAll(writer: number): void {
    for (const handle of this.#handles.keys()) if (handle.startsWith(`${writer}/`)) this.#forget(handle)
  }

  /** Begins anew with what is there after a power loss: other files than before, and nothing open. */
  adopt(paths: readonly string[], hasLinks: boolean): void {
    this.#entries.clear()
    this.#handles.clear()
    this.#writable.clear()
    this.#hasLinks = hasLinks
    for (const path of paths) this.#create(path)
  }

  #handleInode(writer: number, handle: number): Inode | undefined {
    return this.#handles.get(`${writer}/${handle}`)
  }

  #forget(handle: string): void {
    this.#handles.delete(handle)
    this.#writable.delete(handle)
  }

  #create(path: string): Inode {
    const inode = this.#next()
    this.#entries.set(path, inode)
    return inode
  }

  #next(): Inode {
    this.#last += 1
    return this.#last
  }

  #rename(from: string, to: string): void {
    // Two names of one file both stay (POSIX, rename).
    if (this.inodeAt(from) !== null && this.inodeAt(from) === this.inodeAt(to)) return
    // What lies below a directory moves with it.
    const moved = [...this.#entries].filter(([path]) => path === from || path.startsWith(`${from}/`))
    for (const [path, inode] of moved) {
      this.#entries.delete(path)
      this.#entries.set(to + path.slice(from.length), inode)
    }
  }
}

export function isCreating(flags = 'r'): boolean {
  return /^[wa]|O_CREAT/.test(flags)
}

/** Whether what is opened may be written to. */
export function isWriting(flags = 'r'): boolean {
  return /^[wa]|\+|O_WRONLY|O_RDWR/.test(flags)
}

export function isTruncating(flags = 'r'): boolean {
  return /^w|O_TRUNC/.test(flags)
}

function touch({
  changesEntries = none,
  readsEntries = none,
  changesData = null,
  readsData = null,
}: Partial<Footprint>): Footprint {
  return { changesEntries, readsEntries, changesData, readsData }
}
