import { virtualStartMillis } from '../../../harness/model/clock.ts'
import type { ShownInode } from '../../../harness/model/shown-inode.ts'
import type { PendingStep, Step, StepOutcome } from '../../../harness/model/step.ts'

interface Inode {
  readonly kind: 'file' | 'directory' | 'link'
  /** Of a symbolic link, where it leads, relative to its directory. */
  bytes: string
  mode: number
  uid: number
  /** Null for a directory that has changed since anybody looked. */
  mtime: number | null
  /** Of a directory whose `mtime` is null, that of the next look. */
  ctime: number
  readonly btime: number
  /** What was set; null where that is the time of modification. */
  atime?: number | null
}

interface Opened {
  readonly inode: Inode
  readonly flags: string
  offset: number
}

export interface Performed extends StepOutcome {
  /** All that the caller is given. */
  readonly seen: string
}

/** What a step is carried out with. */
export interface Call {
  readonly step: PendingStep
  /** The paths that it was given, through whatever links they lead. */
  readonly paths: readonly [path: string, to: string]
  readonly text: string
  readonly value: number
  readonly now: number
  /** What the harness shows of the inode. */
  readonly shown: ShownInode | undefined
}

class Refused extends Error {}

/** Who carries out the tests. */
export const ownId = process.getuid?.() ?? 0
/** As in Linux, path_resolution(7). */
const mostLinks = 40

const given = (seen: string, outcome: StepOutcome = {}): Performed => ({ seen, ...outcome })

/** Directories, files, hard and symbolic links as POSIX and Linux have them. Shares nothing with the harness's model of files. */
export class PosixDirectory {
  readonly #root: Inode = {
    kind: 'directory',
    bytes: '',
    mode: 0o700,
    uid: ownId,
    mtime: null,
    ctime: virtualStartMillis,
    btime: virtualStartMillis,
  }
  readonly #names = new Map<string, Inode>([['', this.#root]])
  readonly #open = new Map<string, Opened>()

  /** Where a path leads through links, and which links these are; of names that are missing, as text. */
  locate(asked: string, follow: boolean): { readonly path: string; readonly through: readonly string[] } {
    const pending = asked.split('/').toReversed()
    const through: string[] = []
    let at = ''
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const next = at === '' ? name : `${at}/${name}`
      const inode = this.#names.get(next)
      const isFollowed =
        inode?.kind === 'link' && (follow || pending.length > 0) && through.length < mostLinks
      if (isFollowed) {
        through.push(next)
        pending.push(...inode.bytes.split('/').toReversed())
      } else at = next
    }
    return { path: at, through }
  }

  /** A process is gone. */
  kill(writer: number): void {
    for (const key of this.#open.keys()) if (key.startsWith(`${writer}/`)) this.#open.delete(key)
  }

  reader(path: string): (() => Buffer) | null {
    const inode = this.#names.get(path)
    return inode?.kind === 'file' ? () => Buffer.from(inode.bytes, 'latin1') : null
  }

  /** @param numberOf the number that an entry shows */
  describe(isDated: boolean, numberOf: (path: string) => number | undefined): string {
    const lines = [...this.#names].map(([path, inode]) => {
      const { kind, bytes, mode, uid, mtime, atime, ctime, btime } = inode
      const time =
        kind === 'directory' ? `${atime ?? ''} ${btime}` : `${mtime} ${atime ?? mtime} ${ctime} ${btime}`
      return `${path}: ${kind} ${bytes} ${mode} ${uid} ${isDated ? time : ''} ${this.#links(inode)} ${numberOf(path)}`
    })
    return lines.toSorted().join('\n')
  }

  perform(writer: number, call: Call): Performed {
    try {
      return this.#perform(`${writer}/${call.step.handle}`, writer, call)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return given(error.message, { error: error.message })
    }
  }

  #perform(key: string, writer: number, { step, paths, text, value, now, shown }: Call): Performed {
    const { op, flags = '' } = step
    const isFollowed = follows(step)
    const [path, to] = [this.#reached(paths[0], isFollowed), this.#reached(paths[1], false)]
    switch (op) {
      case 'open':
        return this.#opened(key, path, flags, { writer, now })
      case 'write': {
        const opened = this.#writable(key)
        const { inode } = opened
        if (opened.flags === 'a') opened.offset = inode.bytes.length
        const before = inode.bytes.slice(0, opened.offset).padEnd(opened.offset, '\0')
        inode.bytes = before + text + inode.bytes.slice(opened.offset + text.length)
        Object.assign(inode, { mtime: now, ctime: now, atime: null })
        opened.offset += text.length
        return given(String(text.length), { bytes: text.length })
      }
      case 'truncate': {
        const { inode } = this.#writable(key)
        inode.bytes = inode.bytes.slice(0, value).padEnd(value, '\0')
        Object.assign(inode, { mtime: now, ctime: now, atime: null })
        return given('')
      }
      case 'read': {
        const opened = this.#opens(key)
        if (opened.inode.kind === 'directory') throw new Refused('EISDIR')
        if (['w', 'wx', 'a'].includes(opened.flags)) throw new Refused('EBADF')
        const read = opened.inode.bytes.slice(opened.offset)
        opened.offset += read.length
        return given(read, { bytes: read.length })
      }
      case 'fstat':
        return given(this.#attributes(this.#opens(key).inode, now, shown))
      case 'close':
        this.#open.delete(key)
        return given('')
      case 'stat':
      case 'lstat':
        return given(this.#attributes(this.#at(path), now, shown))
      case 'access':
        this.#at(path)
        return given('')
      case 'readdir':
        return given(this.#list(path))
      case 'chmod':
        Object.assign(this.#at(path), { mode: value, ctime: now })
        return given('', { made: madeOf(this.#at(path)) })
      case 'chown':
        Object.assign(this.#at(path), { uid: value, ctime: now })
        return given('', { made: madeOf(this.#at(path)) })
      case 'utimes': {
        const [mtime, atime] = [value * 1000, value * 1000 + 100_000]
        Object.assign(this.#at(path), { mtime, atime, ctime: now })
        return given('', { dated: `${atime} ${mtime}` })
      }
      case 'link':
        this.#link(path, to, now)
        return given('')
      case 'symlink': {
        if (this.#find(to)) throw new Refused('EEXIST')
        const link: Inode = { kind: 'link', bytes: paths[0], mode: 0o777, uid: ownId, ...madeAt(now) }
        return this.#make(to, link)
      }
      case 'rename':
        this.#rename(path, to, now)
        return given('')
      case 'unlink':
        if (this.#at(path).kind === 'directory') throw new Refused('EISDIR')
        this.#remove(path, now)
        return given('')
      case 'mkdir':
        if (this.#find(path)) throw new Refused('EEXIST')
        return this.#make(path, {
          kind: 'directory',
          bytes: '',
          mode: 0o700 + writer,
          uid: ownId,
          ...madeAt(now),
        })
      case 'rmdir':
        this.#assertEmpty(path)
        this.#remove(path, now)
        return given('')
      default:
        return given('')
    }
  }

  #opened(
    key: string,
    path: string,
    flags: string,
    { writer, now }: { writer: number; now: number },
  ): Performed {
    const known = this.#find(path)
    if (flags === 'wx' && known) throw new Refused('EEXIST')
    if (!known && flags.startsWith('r')) throw new Refused('ENOENT')
    if (known?.kind === 'directory' && flags !== 'r') throw new Refused('EISDIR')
    // Who makes it decides its mode, and that of a file which is there stays.
    const inode: Inode = known ?? {
      kind: 'file',
      bytes: '',
      mode: 0o600 + writer,
      uid: ownId,
      ...madeAt(now),
    }
    if (known && flags === 'w') Object.assign(known, { bytes: '', mtime: now, ctime: now, atime: null })
    const outcome = known ? given('') : this.#make(path, inode)
    this.#open.set(key, { inode, flags, offset: 0 })
    const made = /^[wa]/.test(flags) ? { made: madeOf(inode) } : {}
    return { ...outcome, ...made }
  }

  #make(path: string, inode: Inode): Performed {
    this.#changed(path)
    this.#names.set(path, inode)
    return given('', { made: madeOf(inode) })
  }

  #link(path: string, to: string, now: number): void {
    const inode = this.#at(path)
    const there = this.#find(to)
    if (inode.kind === 'directory') throw new Refused('EPERM')
    if (there) throw new Refused('EEXIST')
    this.#changed(to)
    inode.ctime = now
    this.#names.set(to, inode)
  }

  /**
   * https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html; Linux looks both folders up before either
   * name (fs/namei.c, `do_renameat2`).
   */
  #rename(path: string, to: string, now: number): void {
    const [inode, there] = [this.#find(path), this.#find(to)]
    if (!inode) throw new Refused('ENOENT')
    // Two names of one file both stay.
    if (inode === there) return
    if (inode.kind === 'directory') {
      if (to.startsWith(`${path}/`)) throw new Refused('EINVAL')
      if (there && there.kind !== 'directory') throw new Refused('ENOTDIR')
      if (there) this.#assertEmpty(to)
    } else if (there?.kind === 'directory')
      throw new Refused(path.startsWith(`${to}/`) ? 'ENOTEMPTY' : 'EISDIR')
    this.#changed(path)
    this.#changed(to)
    inode.ctime = now
    if (there) there.ctime = now
    const moved = [...this.#names].filter(([name]) => name === path || name.startsWith(`${path}/`))
    for (const [name] of moved) this.#names.delete(name)
    for (const [name, each] of moved) this.#names.set(to + name.slice(path.length), each)
  }

  #remove(path: string, now: number): void {
    this.#changed(path)
    this.#at(path).ctime = now
    this.#names.delete(path)
  }

  #assertEmpty(path: string): void {
    if (this.#at(path).kind !== 'directory') throw new Refused('ENOTDIR')
    if (this.#list(path) !== '') throw new Refused('ENOTEMPTY')
  }

  #list(path: string): string {
    if (this.#at(path).kind !== 'directory') throw new Refused('ENOTDIR')
    const names = [...this.#names].filter(([name]) => name !== '' && folderOf(name) === path)
    return names
      .map(([name, { kind }]) => `${name} ${kind}`)
      .toSorted()
      .join(', ')
  }

  /** @throws Error where the harness shows other times than Linux */
  #attributes(inode: Inode, now: number, shown: ShownInode | undefined): string {
    if (inode.mtime === null) Object.assign(inode, { mtime: now, ctime: now })
    const { kind, bytes, mode, uid, mtime, atime, ctime, btime } = inode
    const { changedMillis = 0, bornMillis = 0, number } = shown ?? {}
    if (changedMillis !== ctime || bornMillis !== btime)
      throw new Error(`shows ${changedMillis} and ${bornMillis}, though it is ${ctime} and ${btime}`)
    const [size, links] = kind === 'directory' ? [4096, 1] : [bytes.length, this.#links(inode)]
    return [kind, size, mode, uid, mtime, atime ?? mtime, ctime, btime, links, number].join(' ')
  }

  #links(inode: Inode): number {
    return [...this.#names.values()].filter((each) => each === inode).length
  }

  #changed(path: string): void {
    const folder = this.#names.get(folderOf(path))
    if (folder) folder.mtime = null
  }

  #at(path: string): Inode {
    const inode = this.#find(path)
    if (!inode) throw new Refused('ENOENT')
    return inode
  }

  /** @throws Refused where it does not lead there. */
  #find(path: string): Inode | undefined {
    if (path === '') return this.#root
    const folder = this.#find(folderOf(path))
    if (!folder) throw new Refused('ENOENT')
    if (folder.kind !== 'directory') throw new Refused('ENOTDIR')
    return this.#names.get(path)
  }

  /** Where the kernel finds a path now. */
  #reached(asked: string, follow: boolean): string {
    const { path } = this.locate(asked, follow)
    if (this.locate(path, follow).through.length > 0) throw new Refused('ELOOP')
    return path
  }

  #opens(key: string): Opened {
    const opened = this.#open.get(key)
    if (!opened) throw new Refused('EBADF')
    return opened
  }

  #writable(key: string): Opened {
    const opened = this.#opens(key)
    if (opened.flags === 'r') throw new Refused('EBADF')
    return opened
  }
}

const asItIs: ReadonlySet<Step['op']> = new Set([
  'lstat',
  'rename',
  'link',
  'unlink',
  'mkdir',
  'rmdir',
  'symlink',
])

/** Whether it is what a symbolic link leads to that a step works on. */
export function follows({ op, flags }: Pick<Step, 'op' | 'flags'>): boolean {
  return !asItIs.has(op) && flags !== 'wx'
}

/** As an outcome tells what was made. */
function madeOf({ mode, uid }: Inode): string {
  return `${mode} ${uid} ${ownId}`
}

function madeAt(now: number): Pick<Inode, 'mtime' | 'ctime' | 'btime'> {
  return { mtime: now, ctime: now, btime: now }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
