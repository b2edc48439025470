/**
 * The order of one process's writes of one file.
 *
 * The invariant: **no write lands over a write of the same file that was called after it.** Calls are numbered
 * in the order they were made. Asynchronous ones take turns, so among themselves they land in that order, and
 * at any time at most one is under way: the line's `current`. A synchronous call S waits for nobody, as it may
 * come from a crash handler; it can strike while `current`, an earlier call A, waits for any of its steps, and
 * the thread pool may execute that step before, between or after the steps of S. A's JavaScript cannot run
 * until S has returned. So:
 *
 * - *A has not asked for its rename.* A runs `checkpoint` in the very turn in which it asks, and S is over by
 *   then: A finds that S landed and stops. Whatever step it was waiting for touched its temporary file alone.
 *   S unlinks that file here too where it can, because a crash handler may exit before A's JavaScript runs again.
 * - *A has asked for its rename.* S unlinks A's temporary file before it renames its own (`makeWay`). Either
 *   A's rename went first, and S lands over it; or the unlink did, and A's rename fails with ENOENT whenever
 *   it is executed. The file cannot come back: names are never used twice. Where the unlink fails for another
 *   reason, S cannot know, and rejects without landing.
 * - *S fails after it made way.* A's work is gone although nothing took its place; A finds itself discarded,
 *   either at a checkpoint or by that ENOENT, and begins again with a new temporary file.
 * - *A is still waiting for its turn.* It finds out at its first checkpoint.
 *
 * A write that was overtaken in this way is `superseded`: as if it had landed just before the one that did.
 * It removes its own temporary file where S did not, for example because its open was executed after S.
 *
 * The line belongs to the path, not to an exporter or a trace: all of this module's callers share it. Worker
 * threads and other processes have lines of their own; between those, rename alone decides who is last.
 */
import { codeOf } from './errors.ts'
import { unlink, type Steps } from './steps.ts'

/** One call that writes a file. */
export interface Write {
  readonly path: string
  /** Position among all calls of this process. */
  readonly sequence: number
  /** The temporary file, from the request that opens it to its rename or removal. */
  temporary: string | undefined
  /** True once that file is known to be this write's own; before, another may have the name. */
  created: boolean
  renameRequested: boolean
  /** A later write has tried to unlink `temporary`. */
  discarded: boolean
  /** The rename has succeeded. */
  landed: boolean
}

interface Line {
  last: Promise<unknown>
  length: number
  current: Write | undefined
  /** Highest sequence of a write that landed, and of one whose directory entry was made durable as well. */
  landed: number
  durable: number
}

/** Only paths with asynchronous writes that have not settled. */
const lines = new Map<string, Line>()
let calls = 0

export function newWrite(path: string): Write {
  calls += 1
  return {
    path,
    sequence: calls,
    temporary: undefined,
    created: false,
    renameRequested: false,
    discarded: false,
    landed: false,
  }
}

/** Runs an asynchronous write once those called before it have settled. */
export async function inTurn<T>(write: Write, run: () => Promise<T>): Promise<T> {
  const line = joinLine(write.path)
  const turn = line.last.then(() => {
    line.current = write
    return run()
  })
  line.last = turn.catch(() => undefined)
  try {
    return await turn
  } finally {
    if (line.current === write) line.current = undefined
    line.length -= 1
    if (line.length === 0) lines.delete(write.path)
  }
}

function joinLine(path: string): Line {
  const known = lines.get(path)
  const line = known ?? { last: Promise.resolve(), length: 0, current: undefined, landed: 0, durable: 0 }
  line.length += 1
  lines.set(path, line)
  return line
}

/** Thrown by a checkpoint: the write was overtaken, or lost its temporary file. Never leaves this package. */
class Interrupted extends Error {}

/** Passed right before each step of a write. Throws where it must not go on. */
export function checkpoint(write: Write): void {
  if (isSuperseded(write) || write.discarded) throw new Interrupted()
}

/** Ensures that no earlier write can still land; to be carried out right before the rename. */
export function* makeWay(write: Write): Steps<void> {
  const earlier = lines.get(write.path)?.current
  if (earlier === undefined || earlier === write || !earlier.created || !earlier.temporary) return
  earlier.discarded = true
  try {
    yield* unlink(earlier.temporary)
  } catch (error) {
    if (earlier.renameRequested && codeOf(error) !== 'ENOENT') throw error
  }
}

/** The temporary file was renamed or removed. */
export function noteGone(write: Write): void {
  write.temporary = undefined
  write.created = false
}

export function noteLanded(write: Write): void {
  noteGone(write)
  write.landed = true
  const line = lines.get(write.path)
  if (line) line.landed = Math.max(line.landed, write.sequence)
}

export function noteDurable(write: Write): void {
  const line = lines.get(write.path)
  if (line) line.durable = Math.max(line.durable, write.sequence)
}

/** True once a write that was called later has landed. */
export function isSuperseded(write: Write): boolean {
  return (lines.get(write.path)?.landed ?? 0) > write.sequence
}

/** True once the write, or a later one that landed, is known to survive a power loss. */
export function isDurable(write: Write): boolean {
  return (lines.get(write.path)?.durable ?? 0) >= write.sequence
}

/** True where `error` came of a later write that made way and then failed itself. */
export function mustBeginAgain(write: Write, error: unknown): boolean {
  if (!write.discarded || write.landed) return false
  return error instanceof Interrupted || (write.renameRequested && codeOf(error) === 'ENOENT')
}

export function beginAgain(write: Write): void {
  write.renameRequested = false
  write.discarded = false
}

/** True while an asynchronous write of this path has not settled. */
export function isBeingWritten(path: string): boolean {
  return lines.has(path)
}

/** True while a write of this thread uses this temporary file. */
export function isInUse(temporary: string): boolean {
  return [...lines.values()].some((line) => line.current?.temporary === temporary)
}
