import fs from 'node:fs'
import path from 'node:path'
import { handleName, type Credentials } from '../../harness/filesystem/store.ts'
import type { FileStep } from './file-step.ts'
import { systemCalls, type DescriptorOf, type Given } from './system-calls.ts'
import { lineOfNodeStats, type Exactness } from './stats-line.ts'

/** No process has so many files open. */
const closedDescriptor = 2 ** 30

/** What came of a step, as a text that can be compared, and the inode that it has shown. */
export interface Seen {
  readonly text: string
  readonly inode?: number
  readonly failed?: true
}

/** A directory of this machine in which steps are carried out by Node's synchronous functions. The process is in it meanwhile. */
export class RealDirectory {
  readonly root: string
  readonly #exactness: Exactness
  readonly #open = new Map<string, number>()
  readonly #previous = process.cwd()
  readonly #credentials: Credentials | null

  /**
   * @param parent where the directory is made
   * @param credentials whose steps these are; anybody's only where this process is the superuser's
   */
  constructor(parent: string, exactness: Exactness, credentials: Credentials) {
    this.root = fs.mkdtempSync(path.join(fs.realpathSync(parent), 'file-system-'))
    this.#exactness = exactness
    const isOther = credentials.uid !== process.getuid?.()
    this.#credentials = isOther ? credentials : null
    if (isOther) fs.chownSync(this.root, credentials.uid, credentials.gid)
    process.chdir(this.root)
    this.#become('other')
  }

  /** Removes the directory with all that is in it. */
  remove(): void {
    this.#become('self')
    for (const descriptor of this.#open.values()) fs.closeSync(descriptor)
    this.#open.clear()
    process.chdir(this.#previous)
    openUp(this.root)
    fs.rmSync(this.root, { recursive: true, force: true })
  }

  isOpen(writer: number, handle: number): boolean {
    return this.#open.has(handleName(writer, handle))
  }

  perform(step: FileStep): Seen {
    try {
      return this.#perform(step)
    } catch (error) {
      return { text: codeOf(error), failed: true }
    }
  }

  /** All that is there and how it hangs together, one line each, as this process sees it. No step comes after it but reads. */
  tree(): string[] {
    this.#become('self')
    const lines: (() => string)[] = []
    const names = new Map<number, number>()
    const visit = (at: string): void => {
      const stats = attempted(() => fs.lstatSync(at))
      if (typeof stats === 'string') {
        lines.push(() => `${at} ${stats}`)
        return
      }
      if (!names.has(stats.ino)) names.set(stats.ino, names.size)
      const line = `${at} #${names.get(stats.ino)} ${lineOfNodeStats(stats, this.#exactness)}`
      if (stats.isDirectory()) {
        const entries = attempted(() => fs.readdirSync(at))
        lines.push(() => (typeof entries === 'string' ? `${line} ${entries}` : line))
        if (typeof entries !== 'string') for (const entry of entries) visit(`${at}/${entry}`)
      } else lines.push(() => `${line} ${attempted(() => contentOf(at, stats))}`)
    }
    visit('.')
    // To look at data moves access times, which other names show as well: that comes once all is seen.
    return lines.map((line) => line())
  }

  /** Becomes whoever takes the steps, or oneself again. The effective user is what permissions are asked for. */
  #become(who: 'other' | 'self'): void {
    if (!this.#credentials) return
    const { uid, gid } = who === 'other' ? this.#credentials : { uid: 0, gid: 0 }
    process.seteuid?.(0)
    process.setegid?.(gid)
    process.seteuid?.(uid)
  }

  #perform({ op, writer, request }: FileStep): Seen {
    const call = systemCalls[op] as (request: unknown, descriptorOf: DescriptorOf) => Given
    const given = call(
      request,
      ({ handle }) => this.#open.get(handleName(writer, handle)) ?? closedDescriptor,
    )
    if (op === 'open') this.#open.set(handleName(writer, request.handle), Number(given))
    if (op === 'close') this.#open.delete(handleName(writer, request.handle))
    return op === 'open' ? done : this.#seen(given)
  }

  #seen(given: Given): Seen {
    if (given instanceof fs.Stats) return { text: lineOfNodeStats(given, this.#exactness), inode: given.ino }
    if (given instanceof Uint8Array) return { text: given.toString('latin1') }
    if (!Array.isArray(given)) return { text: String(given) }
    return { text: given.map((entry) => `${entry.name} ${kindOf(entry)}`).join('/') }
  }
}

export const done: Seen = { text: 'done' }

function kindOf(entry: fs.Dirent): string {
  return entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'link' : 'file'
}

/** What it gives, or the error's code. */
function attempted<T>(work: () => T): T | string {
  try {
    return work()
  } catch (error) {
    return codeOf(error)
  }
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error
  return code
}

/** What a sequence has closed to its own user cannot be removed. The superuser needs none of this. */
function openUp(directory: string): void {
  if (process.getuid?.() === 0) return
  fs.chmodSync(directory, 0o700)
  for (const entry of fs.readdirSync(directory, { withFileTypes: true }))
    if (entry.isDirectory()) openUp(path.join(directory, entry.name))
}

function contentOf(file: string, stats: fs.Stats): string {
  return stats.isFile() ? fs.readFileSync(file).toString('latin1') : fs.readlinkSync(file)
}
