import { mostFileBytes } from '../../model/bytes.ts'
import { FileSystemModel, isCreating, isTruncating, type Inode } from '../../model/file-system.ts'
import type { Step } from '../../model/step.ts'
import type { Tree } from '../../model/tree.ts'
import { rootInode, type DiskOperation, type Entry, type NodeKind } from './operation.ts'

/** Reads bytes of one file, whatever becomes of its name; null where it does not have so many. */
export type ReadBack = (offset: number, bytes: number) => Uint8Array | null

/** Opens a file by its path in the run directory; null where it cannot be read. */
export type OpenForReadBack = (path: string) => ReadBack | null

/** What most processes make, whose umask is 022. */
const usual = { file: 0o644, directory: 0o755 }

/** What came of a step. */
interface Done {
  readonly error?: string
  readonly bytes?: number
  readonly written?: Uint8Array | null
  /** What may be done with what it has worked on, where the step may have decided that. */
  readonly permissions?: number | undefined
  /** What a symbolic link says that was made, where that is a relative path. */
  readonly says?: string | null
}

interface OpenHandle {
  readonly appends: boolean
  readonly synchronous: boolean
  offset: number
}

/**
 * What all writers have asked of the disk, in order, from the steps that they were granted. What a write wrote is read
 * back right after it, before anybody else is granted a step.
 */
export class OperationLog {
  operations: DiskOperation[] = []
  /** A file whose data could not be read back, or is too much for that: what a power loss leaves of it cannot be told. */
  unreadable: string | null = null
  #model = new FileSystemModel()
  readonly #open: OpenForReadBack
  readonly #alias: (path: string) => string
  readonly #readers = new Map<Inode, ReadBack | null>()
  #sizes = new Map<Inode, number>()
  #handles = new Map<string, OpenHandle>()
  /** Where they are not as usual, or have been something else. */
  #permissions = new Map<Inode, number>()

  /** @param alias what a schedule calls a path */
  constructor(open: OpenForReadBack, alias: (path: string) => string = (path) => path) {
    this.#open = open
    this.#alias = alias
  }

  /** The same, from where each goes on by itself. It reads nothing back: it has to be told what is written. */
  fork(alias: (path: string) => string): OperationLog {
    const fork = new OperationLog(() => null, alias)
    fork.operations = [...this.operations]
    fork.unreadable = this.unreadable
    fork.#model = this.#model.fork()
    fork.#sizes = new Map(this.#sizes)
    fork.#permissions = new Map(this.#permissions)
    fork.#handles = new Map(Array.from(this.#handles, ([key, handle]) => [key, { ...handle }]))
    return fork
  }

  /**
   * Takes in a step that was carried out.
   *
   * @param bytes how many were read or written
   * @param written what was written; where that is not told, it is read back
   */
  take(writer: number, step: Step, done: Done): void {
    this.#take(writer, step, done)
    const inode = this.#inodeOf(writer, step)
    const { error, permissions } = done
    if (error === undefined && permissions !== undefined && inode !== null && inode !== rootInode)
      this.#permit(inode, permissions, step.op.startsWith('mk') ? usual.directory : usual.file)
  }

  #take(writer: number, step: Step, { error, bytes = 0, written = null, says = null }: Done): void {
    // A descriptor is given back whatever close says (close(2)).
    if (error !== undefined && step.op !== 'close') return
    const inode = this.#inodeOf(writer, step)
    const replaces = step.to === undefined ? null : this.#model.inodeAt(step.to)
    const before = step.path === undefined ? null : this.#model.inodeAt(step.path)
    this.#model.apply(writer, step)
    const { op, path = '', to = '' } = step
    const key = `${writer}/${step.handle}`
    switch (op) {
      case 'open':
        this.#opened(key, step, before)
        return
      case 'mkdir':
      case 'mkdtemp':
        this.#create(path, 'directory')
        return
      case 'symlink':
        this.#create(to, { link: path, ...(says !== null && { says }) })
        return
      case 'link':
        if (inode !== null) this.operations.push({ kind: 'link', inode, entry: this.#entry(to) })
        return
      case 'unlink':
      case 'rmdir':
        if (inode !== null) this.operations.push({ kind: 'remove', inode, entry: this.#entry(path) })
        return
      case 'rename':
        if (inode === null) return
        this.operations.push({
          kind: 'rename',
          inode,
          from: this.#entry(path),
          entry: this.#entry(to),
          replaces,
        })
        return
      case 'write':
        if (inode !== null) this.#wrote(inode, key, step, bytes, written)
        return
      case 'read':
        if (step.position === undefined) this.#advance(key, bytes)
        return
      case 'truncate':
        if (inode !== null) this.#truncated(inode, step.bytes ?? 0, path)
        return
      case 'fsync':
      case 'fdatasync':
        if (inode !== null) this.operations.push({ kind: 'sync', inode, dataOnly: op === 'fdatasync' })
        return
      case 'close':
        this.#handles.delete(key)
        if (inode !== null) this.operations.push({ kind: 'close', inode })
        return
      default:
    }
  }

  /** Its process is gone: whatever it had open is closed. */
  closeAll(writer: number): void {
    const own = [...this.#model.handles].filter(([key]) => key.startsWith(`${writer}/`))
    for (const [key, inode] of own) {
      this.#handles.delete(key)
      this.operations.push({ kind: 'close', inode })
    }
    this.#model.closeAll(writer)
  }

  /** The file that a name leads to; null where there is none, or links may lead elsewhere. */
  inodeAt(path: string): Inode | null {
    return this.#model.hasLinks ? null : this.#model.inodeAt(path)
  }

  /** Goes on with what is there after a power loss: other files than before, and nothing open. */
  adopt(tree: Tree): void {
    const hasLinks = [...tree.values()].some(({ kind }) => kind === 'symlink')
    this.#model.adopt([...tree.keys()], hasLinks)
    this.#handles.clear()
    for (const [path, node] of tree) {
      const inode = this.#model.inodeAt(path)
      if (node.kind !== 'file' || inode === null) continue
      this.#sizes.set(inode, node.bytes.length)
      this.#readers.set(inode, this.#open(path))
    }
  }

  #inodeOf(writer: number, step: Step): Inode | null {
    return this.#model.inodeOf(writer, step) ?? (step.path === '' ? rootInode : null)
  }

  #opened(key: string, { path = '', flags = 'r' }: Step, before: Inode | null): void {
    this.#handles.set(key, {
      appends: /^a|O_APPEND/.test(flags),
      synchronous: /s|O_D?SYNC/.test(flags),
      offset: 0,
    })
    if (before === null && isCreating(flags)) {
      const inode = this.#create(path, 'file')
      this.#readers.set(inode, this.#open(path))
    } else if (before !== null && isTruncating(flags)) this.#truncated(before, 0, path)
  }

  #create(path: string, node: NodeKind): Inode {
    const inode = this.#model.inodeAt(path) as Inode
    this.operations.push({ kind: 'create', inode, node, entry: this.#entry(path) })
    return inode
  }

  #wrote(
    inode: Inode,
    key: string,
    { position, path = '' }: Step,
    bytes: number,
    written: Uint8Array | null,
  ): void {
    const handle = this.#handles.get(key)
    const size = this.#sizes.get(inode) ?? 0
    // Where O_APPEND is set, Linux appends even by pwrite (pwrite(2), BUGS).
    const offset = handle?.appends ? size : (position ?? handle?.offset ?? 0)
    if (position === undefined && handle) handle.offset = offset + bytes
    if (bytes === 0) return
    this.#sizes.set(inode, Math.max(size, offset + bytes))
    const isTooLarge = offset + bytes > mostFileBytes
    const data = isTooLarge ? null : (written ?? this.#readers.get(inode)?.(offset, bytes))
    if (!data) {
      this.unreadable ??= this.#alias(path)
      return
    }
    const synchronous = handle?.synchronous ?? false
    this.operations.push({ kind: 'write', inode, offset, data: Uint8Array.from(data), synchronous })
  }

  #truncated(inode: Inode, length: number, path: string): void {
    this.#sizes.set(inode, length)
    if (length > mostFileBytes) {
      this.unreadable ??= this.#alias(path)
      return
    }
    this.operations.push({ kind: 'truncate', inode, length })
  }

  #permit(inode: Inode, permissions: number, usually: number): void {
    if ((this.#permissions.get(inode) ?? usually) === permissions) return
    this.#permissions.set(inode, permissions)
    this.operations.push({ kind: 'mode', inode, permissions })
  }

  #advance(key: string, by: number): void {
    const handle = this.#handles.get(key)
    if (handle) handle.offset += by
  }

  #entry(path: string): Entry {
    const slash = path.lastIndexOf('/')
    const folder = path.slice(0, Math.max(0, slash))
    const parent = folder === '' ? rootInode : (this.#model.inodeAt(folder) ?? rootInode)
    return { parent, name: path.slice(slash + 1), path: this.#alias(path) }
  }
}
