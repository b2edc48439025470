import { virtualStartMillis } from '../../../harness/model/clock.ts'
import type { ShownInode } from '../../../harness/model/shown-inode.ts'
import type { PendingStep, StepOutcome } from '../../../harness/model/step.ts'

interface Inode {
  readonly kind: 'file' | 'directory'
  bytes: string
  mode: number
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
  readonly text: string
  readonly value: number
  readonly now: number
  /** What the harness shows of the inode. */
  readonly shown: ShownInode | undefined
}

class Refused extends Error {}

const given = (seen: string, outcome: StepOutcome = {}): Performed => ({ seen, ...outcome })

/** Directories, files and hard links as POSIX and Linux have them. Shares nothing with the harness's model of files. */
export class PosixDirectory {
  readonly #root: Inode = {
    kind: 'directory',
    bytes: '',
    mode: 0o700,
    mtime: null,
    ctime: virtualStartMillis,
    btime: virtualStartMillis,
  }
  readonly #names = new Map<string, Inode>([['', this.#root]])
  readonly #open = new Map<string, Opened>()

  reader(path: string): (() => Buffer) | null {
    const inode = this.#names.get(path)
    return inode?.kind === 'file' ? () => Buffer.from(inode.bytes, 'latin1') : null
  }

  /** @param numberOf the number that an entry shows */
  describe(numberOf: (path: string) => number | undefined): string {
    const lines = [...this.#names].map(([path, inode]) => {
      const { kind, bytes, mode, mtime, atime, ctime, btime } = inode
      const time =
        kind === 'file' ? `${mtime} ${atime ?? mtime} ${ctime} ${btime}` : `${atime ?? ''} ${btime}`
      return `${path}: ${kind} ${bytes} ${mode} ${time} ${this.#links(inode)} ${numberOf(path)}`
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

  #perform(key: string, writer: number, { step, text, value, now, shown }: Call): Performed {
    const { op, path = '', to = '', flags = '' } = step
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
        return given(this.#attributes(this.#at(path), now, shown))
      case 'access':
        this.#at(path)
        return given('')
      case 'readdir':
        return given(this.#list(path))
      case 'chmod':
        Object.assign(this.#at(path), { mode: value, ctime: now })
        return given('', { made: `${value} 0 0` })
      case 'utimes': {
        const [mtime, atime] = [value * 1000, value * 1000 + 100_000]
        Object.assign(this.#at(path), { mtime, atime, ctime: now })
        return given('', { dated: `${atime} ${mtime}` })
      }
      case 'link':
        this.#link(path, to, now)
        return given('')
      case 'rename':
        this.#rename(path, to, now)
        return given('')
      case 'unlink':
        if (this.#at(path).kind === 'directory') throw new Refused('EISDIR')
        this.#remove(path, now)
        return given('')
      case 'mkdir':
        if (this.#find(path)) throw new Refused('EEXIST')
        return this.#make(path, { kind: 'directory', bytes: '', mode: 0o700 + writer, ...madeAt(now) })
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
    const inode = known ?? { kind: 'file', bytes: '', mode: 0o600 + writer, ...madeAt(now) }
    if (known && flags === 'w') Object.assign(known, { bytes: '', mtime: now, ctime: now, atime: null })
    const outcome = known ? given('') : this.#make(path, inode)
    this.#open.set(key, { inode, flags, offset: 0 })
    const made = /^[wa]/.test(flags) ? { made: `${inode.mode} 0 0` } : {}
    return { ...outcome, ...made }
  }

  #make(path: string, inode: Inode): Performed {
    this.#changed(path)
    this.#names.set(path, inode)
    return given('', { made: `${inode.mode} 0 0` })
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

  /** https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html */
  #rename(path: string, to: string, now: number): void {
    const inode = this.#at(path)
    const there = this.#find(to)
    // Two names of one file both stay.
    if (inode === there) return
    if (inode.kind === 'directory') {
      if (to.startsWith(`${path}/`)) throw new Refused('EINVAL')
      if (there?.kind === 'file') throw new Refused('ENOTDIR')
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
    if (this.#at(path).kind === 'file') throw new Refused('ENOTDIR')
    if (this.#list(path) !== '') throw new Refused('ENOTEMPTY')
  }

  #list(path: string): string {
    if (this.#at(path).kind === 'file') throw new Refused('ENOTDIR')
    const names = [...this.#names].filter(([name]) => name !== '' && folderOf(name) === path)
    return names
      .map(([name, { kind }]) => `${name} ${kind}`)
      .toSorted()
      .join(', ')
  }

  /** @throws Error where the harness shows other times than Linux */
  #attributes(inode: Inode, now: number, shown: ShownInode | undefined): string {
    if (inode.mtime === null) Object.assign(inode, { mtime: now, ctime: now })
    const { kind, bytes, mode, mtime, atime, ctime, btime } = inode
    const { changedMillis = 0, bornMillis = 0, number } = shown ?? {}
    if (changedMillis !== ctime || bornMillis !== btime)
      throw new Error(`shows ${changedMillis} and ${bornMillis}, though it is ${ctime} and ${btime}`)
    const [size, links] = kind === 'file' ? [bytes.length, this.#links(inode)] : [4096, 1]
    return [kind, size, mode, mtime, atime ?? mtime, ctime, btime, links, number].join(' ')
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
    if (folder.kind === 'file') throw new Refused('ENOTDIR')
    return this.#names.get(path)
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

function madeAt(now: number): Pick<Inode, 'mtime' | 'ctime' | 'btime'> {
  return { mtime: now, ctime: now, btime: now }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
