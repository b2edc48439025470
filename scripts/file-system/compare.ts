import fs from 'node:fs'
import os from 'node:os'
import { operations as right, type Operations } from '../../harness/filesystem/operations.ts'
import type { Credentials } from '../../harness/filesystem/store.ts'
import { byOpenHandle, handles, inDirectory, writers, type FileStep, type OpenHandle } from './file-step.ts'
import { RealDirectory } from './real-directory.ts'
import type { Exactness } from './stats-line.ts'
import { StoreDirectory } from './store-directory.ts'

/** A place for real directories, and how exactly the store has to agree with the file system there. */
export interface Place extends Exactness {
  readonly parent: string
}

const sharedMemory: Place = { parent: '/dev/shm', isTmpfs: true }
const disk: Place = { parent: os.tmpdir(), isTmpfs: isTmpfs(os.tmpdir()) }

/** A tmpfs where there is one, and the disk. */
export const places: readonly Place[] = fs.existsSync(sharedMemory.parent) ? [sharedMemory, disk] : [disk]

export const ownCredentials: Credentials = {
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
  umask: process.umask(),
}

/** How often each operation was compared, by itself and with each error that came of it: `rename EINVAL`. */
export type Coverage = Map<string, number>

/** access(2), and realpath(3) by it, ask what the real user may do, who stays the same. */
const asRealUser: ReadonlySet<string> = new Set(['access', 'realpath'])

export interface Comparison {
  /** The table, which may be a wrong one. */
  readonly operations?: Operations
  /** Only the superuser can be somebody else. */
  readonly credentials?: Credentials
}

/**
 * Carries out a sequence on a store and in a real directory, and tells the first difference; null where there is none.
 * A step that the store says it does not know is left out on both sides.
 */
export function differenceIn(
  steps: readonly FileStep[],
  place: Place,
  coverage: Coverage = new Map(),
  { operations = right, credentials = ownCredentials }: Comparison = {},
): string | null {
  const real = new RealDirectory(place.parent, place, credentials)
  const options = { credentials, rootPath: real.root, accessTimes: 'relatime' } as const
  const model = new StoreDirectory(operations, options, place)
  const inodes = new Map<number, number>()
  const differs = (marked: FileStep): string | null => {
    const step = inDirectory(marked, real.root)
    if (credentials.uid !== ownCredentials.uid && asRealUser.has(step.op)) return null
    const expected = model.perform(step)
    if (expected === null) {
      count(coverage, `${step.op} unknown`)
      return null
    }
    const got = real.perform(step)
    count(coverage, got.failed ? `${step.op} ${got.text}` : step.op)
    if (got.text !== expected.text) return `${textOf(step)}: store ${expected.text}, kernel ${got.text}`
    if (expected.inode === undefined || got.inode === undefined) return null
    const before = inodes.get(expected.inode) ?? got.inode
    inodes.set(expected.inode, got.inode)
    return before === got.inode ? null : `${textOf(step)}: one inode in the store, two in the directory`
  }
  const { stackTraceLimit } = Error
  // Most steps of a sequence fail, and nobody looks at where.
  Error.stackTraceLimit = 0
  try {
    for (const drawn of steps) {
      const step = byOpenHandle(drawn, openIn(real))
      const { writer, op, request } = step
      // Opens by a handle that is in use close that first.
      if (op === 'open' && real.isOpen(writer, request.handle)) {
        const difference = differs({ writer, op: 'close', request: { handle: request.handle } })
        if (difference !== null) return difference
      }
      const difference = differs(step)
      if (difference !== null) return difference
    }
    return differenceAtEnd(model, real, differs)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    real.remove()
  }
}

/** What is open, since files whose names are gone have data as well, and the tree. Looking at data comes last: it moves access times. */
function differenceAtEnd(
  model: StoreDirectory,
  real: RealDirectory,
  differs: (step: FileStep) => string | null,
): string | null {
  const open = openIn(real)
  for (const { writer, handle } of open) {
    const difference = differs({ writer, op: 'fstat', request: { handle } })
    if (difference !== null) return difference
  }
  const [expected, got] = [model.tree(ownCredentials), real.tree()]
  const line = got.findIndex((text, index) => text !== expected[index])
  if (line !== -1 || expected.length !== got.length)
    return `the tree: store ${expected.at(line)}, kernel ${got.at(line)}`
  for (const { writer, handle } of open) {
    const difference =
      differs({ writer, op: 'read', request: { handle, bytes: 10 } }) ??
      differs({ writer, op: 'read', request: { handle, bytes: 20_000, position: 0 } })
    if (difference !== null) return difference
  }
  return null
}

function openIn(real: RealDirectory): OpenHandle[] {
  return writers.flatMap((writer) =>
    handles.filter((handle) => real.isOpen(writer, handle)).map((handle) => ({ writer, handle })),
  )
}

/** For people: one step in one line. */
export function textOf({ writer, op, request }: FileStep): string {
  const plain = JSON.stringify(request, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? `${value.length} bytes` : value,
  )
  return `w${writer} ${op} ${plain.length > 300 ? `${plain.slice(0, 300)}…` : plain}`
}

function count(coverage: Coverage, what: string): void {
  coverage.set(what, (coverage.get(what) ?? 0) + 1)
}

/** By its type number, as statfs(2) has it. */
function isTmpfs(directory: string): boolean {
  return fs.statfsSync(directory).type === 0x01021994
}
