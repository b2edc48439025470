import type { Inode, InodeNumber, Kind, Nanos } from '../inode.ts'
import { valueAt, withEntry, withoutEntry, type OrderedMap } from '../ordered-map.ts'
import type { Description, Store, StoreOptions } from '../store.ts'
import { freshTimes, type FreshTimes } from './fresh-times.ts'
import type { Notes } from './notes.ts'

/** Who asks, and when: all that an operation depends on beside its arguments and the store. */
export interface Asker {
  /** The writer's ordinal. */
  readonly writer: number
  /** By the virtual clock. */
  readonly nowNanos: Nanos
  /**
   * What inodes that it makes under a temporary name are numbered after. Such a name is called after whoever mentions it
   * first, and which inode that is shall not tell. Absent: after names alone.
   */
  readonly maker?: string
}

/**
 * The store while one operation works on it. Only the files of this folder use its fields: each of their functions
 * notes what it looks at and changes. Operations use those functions alone.
 */
export class Draft {
  readonly options: StoreOptions
  readonly writer: number
  readonly nowNanos: Nanos
  readonly maker: string | undefined
  /** What is made now, or changed. */
  readonly fresh: FreshTimes
  /** Null where nobody asks what the operation has to do with. */
  readonly notes: Notes | null
  inodes: OrderedMap<InodeNumber, Inode>
  handles: OrderedMap<string, string>
  descriptions: OrderedMap<string, Description>
  opened: OrderedMap<InodeNumber, number>
  readonly #before: Store

  constructor(store: Store, { writer, nowNanos, maker }: Asker, notes: Notes | null = null) {
    this.#before = store
    this.options = store.options
    this.inodes = store.inodes
    this.handles = store.handles
    this.descriptions = store.descriptions
    this.opened = store.opened
    this.writer = writer
    this.nowNanos = nowNanos
    this.maker = maker
    this.fresh = freshTimes(store.options, nowNanos)
    this.notes = notes
  }

  /** The store as it is now; the one that it began with where nothing has changed. */
  get store(): Store {
    const { options, inodes, handles, descriptions, opened } = this
    const before = this.#before
    const isSame =
      inodes === before.inodes &&
      handles === before.handles &&
      descriptions === before.descriptions &&
      opened === before.opened
    return isSame ? before : { options, inodes, handles, descriptions, opened }
  }

  /** What an inode is never changes: this is nothing to note. */
  kindOf(number: InodeNumber): Kind {
    return this.inode(number).kind
  }

  isKnown(number: InodeNumber): boolean {
    return valueAt(this.inodes, number) !== undefined
  }

  inode(number: InodeNumber): Inode {
    const inode = valueAt(this.inodes, number)
    if (!inode) throw new Error(`inode ${number} should be in the store, but it is not`)
    return inode
  }

  /** @throws Error where the inode is of another kind */
  inodeOf<K extends Kind>(kind: K, number: InodeNumber): Extract<Inode, { kind: K }> {
    const inode = this.inode(number)
    if (inode.kind !== kind) throw new Error(`inode ${number} should be a ${kind}, but it is a ${inode.kind}`)
    return inode as Extract<Inode, { kind: K }>
  }

  put(number: InodeNumber, inode: Inode): void {
    this.inodes = withEntry(this.inodes, number, inode)
  }

  /** An inode that nothing leads to any more is gone. */
  freeIfUnused(number: InodeNumber): void {
    const inode = this.inode(number)
    const isNamed = inode.kind === 'directory' ? !inode.isRemoved : inode.links > 0
    if (!isNamed && valueAt(this.opened, number) === undefined)
      this.inodes = withoutEntry(this.inodes, number)
  }
}
