import {
  asModified,
  rootNumber,
  undated,
  type DirectoryInode,
  type Inode,
  type InodeNumber,
  type Nanos,
} from './inode.ts'
import { withEntry, type OrderedMap } from './ordered-map.ts'

/** What `open` makes and `dup` shares (POSIX: open file description). */
export interface Description {
  readonly inode: InodeNumber
  readonly reads: boolean
  readonly writes: boolean
  readonly appends: boolean
  /** O_SYNC or O_DSYNC. */
  readonly isSynchronous: boolean
  readonly keepsAccessTime: boolean
  /** Where the next read or write without a position begins, in bytes. */
  readonly position: number
  /** How many handles lead to it. */
  readonly holders: number
}

/** A process that asks. */
export interface Credentials {
  readonly uid: number
  /** Its one group. */
  readonly gid: number
  /** Permission bits that new files and directories do not get. */
  readonly umask: number
}

export interface StoreOptions {
  readonly credentials: Credentials
  /** The absolute path of the store's root, without symbolic links; null where no absolute path leads into it. */
  readonly rootPath: string | null
  /**
   * Whether reading moves access times, as mount(8) has these options. With `noatime`, two writers that read do not
   * meet; a store that stands beside a real directory has to do as that does.
   */
  readonly accessTimes: 'noatime' | 'relatime'
  /**
   * Times, links, sizes and blocks as Linux has them on tmpfs, or as a writer under control is shown them
   * (docs/architecture.md): then a look at a directory dates it, and writing resets a time of access that was set.
   */
  readonly looks: 'linux' | 'virtual'
  /** Whether data is kept, or sizes alone. */
  readonly keepsData: boolean
}

/**
 * A whole file system at one moment, as plain data that is never changed. To keep a state, keep the store; to go back
 * to it, use it again: both cost nothing, whatever is in it.
 *
 * Invariants: every inode but the root has a name or is open. `opened` has, for each open inode, the number of its
 * descriptions. A directory's `subdirectories`, and the `links` of all others, equal what `entries` of all directories say.
 */
export interface Store {
  readonly options: StoreOptions
  readonly inodes: OrderedMap<InodeNumber, Inode>
  /** By `writer/handle`, the name of a description: that of the handle which opened it. */
  readonly handles: OrderedMap<string, string>
  readonly descriptions: OrderedMap<string, Description>
  readonly opened: OrderedMap<InodeNumber, number>
}

/** Whoever carries out the steps of writers. What a umask takes away is taken before it comes to the store. */
export const stepCredentials: Credentials = {
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
  umask: 0,
}

const superuser: Credentials = { uid: 0, gid: 0, umask: 0o022 }

/** Nothing but a root directory, which belongs to who asks. */
export function emptyStore(options: Partial<StoreOptions> = {}, nowNanos: Nanos = 0n): Store {
  const all: StoreOptions = {
    credentials: superuser,
    rootPath: null,
    accessTimes: 'noatime',
    looks: 'linux',
    keepsData: true,
    ...options,
  }
  const isVirtual = all.looks === 'virtual'
  const root: DirectoryInode = {
    kind: 'directory',
    permissions: 0o700,
    uid: all.credentials.uid,
    gid: all.credentials.gid,
    accessedNanos: isVirtual ? asModified : nowNanos,
    modifiedNanos: isVirtual ? undated : nowNanos,
    changedNanos: nowNanos,
    bornNanos: nowNanos,
    entries: null,
    made: null,
    parent: rootNumber,
    subdirectories: 0,
    isRemoved: false,
  }
  return {
    options: all,
    inodes: withEntry(null, rootNumber, root),
    handles: null,
    descriptions: null,
    opened: null,
  }
}

export function handleName(writer: number, handle: number): string {
  return `${writer}/${handle}`
}
