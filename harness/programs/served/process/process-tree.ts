import fs from 'node:fs'

/**
 * Whether a thread does nothing until somebody wakes it. Pages come from a disk by themselves, or by a step that is held.
 * A lock of the kernel comes from a thread that is in the same directory or file, and may be held there.
 */
export type Rest = 'sleeps' | 'waits for pages' | 'waits for a lock' | 'works'

/** What one thread does, as proc(5) tells. */
interface ThreadState {
  readonly id: number
  readonly rest: Rest
  /** How often it has begun to wait. */
  readonly switches: string
}

/** How a process has ended. */
export interface ProcessEnd {
  readonly status: number
  /** Of the signal that ended it; 0 where none did. */
  readonly signal: number
}

/** A process with all that it has started. */
export class ProcessTree {
  readonly root: number
  readonly #known: Set<number>
  readonly #holder: number

  /**
   * @param root leads a session of its own (setsid(2))
   * @param holder a process in the mount namespace that all of it is in
   */
  constructor(root: number, holder: number) {
    this.root = root
    this.#known = new Set([root])
    this.#holder = holder
  }

  /** How the first process has ended; null while it has not. It has not been waited for: its number is still its own. */
  get end(): ProcessEnd | null {
    const fields = statOf(this.root)
    if (!fields) return { status: 0, signal: 9 }
    if (fields[0] !== 'Z' && fields[0] !== 'X') return null
    const code = Number(fields.at(-1))
    return { status: code >> 8, signal: code & 0x7f }
  }

  /** Whether there is one thread alone, and it is this one: then nobody else can ask for anything. */
  isAlone(thread: number): boolean {
    if (thread !== this.root || this.#known.size > 1) return false
    return threadsOf(this.root).length === 1 && childrenOf(this.root, this.root).length === 0
  }

  /** Every thread that has not ended. */
  threads(): ThreadState[] {
    const found: ThreadState[] = []
    const waiting = [...this.#known]
    const seen = new Set<number>()
    for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
      if (seen.has(pid)) continue
      seen.add(pid)
      const threads = threadsOf(pid)
      if (threads.length === 0) this.#known.delete(pid)
      else this.#known.add(pid)
      for (const id of threads) {
        waiting.push(...childrenOf(pid, id))
        const thread = threadOf(pid, id)
        if (thread) found.push(thread)
      }
    }
    return found
  }

  /**
   * Finds what it has started whose parent has ended: nobody has that for a child any more. It is known by its session, or
   * by the directory that only these processes see.
   *
   * @returns whether any of it runs, but for the first process
   */
  findOrphans(): boolean {
    for (const pid of pidsAfter(this.root)) {
      const session = pid === this.#holder ? null : sessionOf(pid)
      if (session !== null && (session === this.root || this.#isBeside(pid))) this.#known.add(pid)
    }
    for (const pid of this.#known) if (sessionOf(pid) === null) this.#known.delete(pid)
    return this.#known.size > 0
  }

  /** Whether a process is in the mount namespace of all this. */
  #isBeside(pid: number): boolean {
    const namespace = namespaceOf(this.#holder)
    return namespace !== '' && namespaceOf(pid) === namespace
  }

  /** Ends all of it. */
  kill(): void {
    for (const pid of [-this.root, ...this.#known]) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
  }
}

/** The process that a thread is of, then the one that has started that, and so on, as far as they have not ended. */
export function* ancestryOf(thread: number): Generator<number> {
  for (let next = thread; next > 1;) {
    const status = textOf(`/proc/${next}/status`)
    const [, process, parent] = /^Tgid:\t(\d+)[^]*?^PPid:\t(\d+)/m.exec(status) ?? []
    if (process === undefined) return
    yield Number(process)
    next = Number(parent)
  }
}

/** Where in the kernel a thread waits, by the name of a function; empty where that is not told. */
export function waitingPlaceOf(thread: number): string {
  return textOf(`/proc/${thread}/wchan`)
}

/** In these functions of the kernel a thread waits for pages: of a program that starts, or of a file that is served. */
const waitsForPages = /folio|page|io_schedule|buffer|bio_|blk_|^(?:ext4|xfs|btrfs|jbd2|ovl)_/

/** Where one waits for a process that it has started by vfork(2), until that runs a program of its own. */
const waitsForChild = /clone|fork/

/**
 * In D, a thread waits for pages, for a process that has its memory, or for a lock of the kernel.
 *
 * @param state one letter, as proc_pid_stat(5) has them
 */
export function restOf(state: string, place: () => string): Rest {
  if (state === 'S') return 'sleeps'
  if (state !== 'D') return 'works'
  const name = place()
  if (waitsForChild.test(name)) return 'sleeps'
  return waitsForPages.test(name) ? 'waits for pages' : 'waits for a lock'
}

function threadOf(pid: number, id: number): ThreadState | null {
  const status = textOf(`/proc/${pid}/task/${id}/status`)
  const state = /^State:\t(\w)/m.exec(status)?.[1]
  if (state === undefined || state === 'Z' || state === 'X') return null
  return {
    id,
    rest: restOf(state, () => waitingPlaceOf(id)),
    switches: status.slice(
      status.lastIndexOf('voluntary_ctxt_switches', status.lastIndexOf('nonvoluntary') - 2),
    ),
  }
}

/** The fields after the command, which may itself hold spaces and brackets. */
function statOf(pid: number): string[] | null {
  const stat = textOf(`/proc/${pid}/stat`)
  return stat === ''
    ? null
    : stat
        .slice(stat.lastIndexOf(')') + 2)
        .trim()
        .split(' ')
}

/** Of one that has not ended; null where it has. */
function sessionOf(pid: number): number | null {
  const fields = statOf(pid)
  return !fields || fields[0] === 'Z' || fields[0] === 'X' ? null : Number(fields[3])
}

/** So many numbers are asked about one by one. */
const fewNumbers = 100

/** Processes that were started later than another one. Numbers begin anew when they have run out: proc_loadavg(5). */
function pidsAfter(pid: number): number[] {
  const latest = Number(textOf('/proc/loadavg').split(' ').at(-1))
  const count = latest - pid
  if (count >= 0 && count < fewNumbers) return Array.from({ length: count }, (_, index) => pid + 1 + index)
  const all = fs.readdirSync('/proc').map(Number)
  return all.filter((each) => each > pid || (count < 0 && each <= latest))
}

/** Empty where there is no such process, or it may not be looked at. */
function namespaceOf(pid: number): string {
  try {
    return fs.readlinkSync(`/proc/${pid}/ns/mnt`)
  } catch {
    return ''
  }
}

function threadsOf(pid: number): number[] {
  try {
    return fs.readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    return []
  }
}

function childrenOf(pid: number, thread: number): number[] {
  return textOf(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number)
}

/** Of a file below `/proc`; empty where it cannot be read. */
export function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
