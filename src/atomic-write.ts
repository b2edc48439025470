import path from 'node:path'
import { createDirectory, attempt, syncDirectory } from './directory.ts'
import { AtomicWriteError, codeOf, NoProgressError } from './errors.ts'
import { close, create, fsync, rename, runAsync, runSync, unlink, write, type Steps } from './steps.ts'
import { newTemporaryName } from './temporary-name.ts'
import * as order from './write-order.ts'

export interface AtomicWriteOptions {
  /**
   * Whether the content must survive a power loss once the call has succeeded. Default true.
   * Without it the file is still replaced in one piece as far as running processes can see.
   */
  readonly fsync?: boolean
}

/** `superseded`: a synchronous write that was called later landed first, so this one left no trace. */
export type WriteOutcome = 'written' | 'superseded'

/**
 * Replaces the content of a file in one piece: whoever reads it, at any time and after any crash, finds the
 * complete output of one write. Creates the directory where it lacks. The file becomes its owner's alone (0600).
 *
 * The data goes to a temporary file in the same directory, which is synced and then renamed over the file;
 * then the directory is synced. The source is rename(2) and fsync(2) of POSIX.1-2024
 * (https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html).
 *
 * Within a process, a write never lands over one of the same file that was called after it. One file reached
 * by two names (a link, another letter case) counts as two files here.
 *
 * @param file where to write; resolved against the working directory at the call
 * @param data text, written as UTF-8, or bytes, copied at the call
 * @throws {AtomicWriteError} where a step failed; the file then holds one complete content, and no temporary
 *   file is left unless its removal failed as well
 */
export async function writeFileAtomic(
  file: string,
  data: string | Uint8Array,
  options: AtomicWriteOptions = {},
): Promise<WriteOutcome> {
  const bytes = bytesOf(data)
  const call = order.newWrite(path.resolve(file))
  return order.inTurn(call, () => runAsync(writeInOrder(call, bytes, options.fsync ?? true)))
}

/**
 * {@link writeFileAtomic} without a turn of the event loop, for a crash handler. It overtakes the asynchronous
 * writes of this file that have not settled: those resolve as `superseded`.
 *
 * @throws {AtomicWriteError} as for {@link writeFileAtomic}; the writes it would have overtaken then go on
 */
export function writeFileAtomicSync(
  file: string,
  data: string | Uint8Array,
  options: AtomicWriteOptions = {},
): void {
  const bytes = bytesOf(data)
  const call = order.newWrite(path.resolve(file))
  runSync(writeInOrder(call, bytes, options.fsync ?? true))
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : Uint8Array.from(data)
}

function* writeInOrder(call: order.Write, bytes: Uint8Array, durable: boolean): Steps<WriteOutcome> {
  for (;;) {
    try {
      yield* replace(call, bytes, durable)
      return 'written'
    } catch (error) {
      if (order.isSuperseded(call)) {
        yield* relyOnLaterWrite(call, durable)
        return 'superseded'
      }
      if (!order.mustBeginAgain(call, error)) throw new AtomicWriteError(call.path, call.landed, error)
      order.beginAgain(call)
    }
  }
}

function* replace(call: order.Write, bytes: Uint8Array, durable: boolean): Steps<void> {
  const temporary = yield* writeTemporary(call, bytes, durable)
  try {
    yield* order.makeWay(call)
    order.checkpoint(call)
    call.renameRequested = true
    yield* rename(temporary, call.path)
  } catch (error) {
    yield* removeTemporary(call, temporary)
    throw error
  }
  order.noteLanded(call)
  if (durable) yield* makeDurable(call)
}

/** Returns the path of a complete, closed temporary file; where it throws, there is none. */
function* writeTemporary(call: order.Write, bytes: Uint8Array, durable: boolean): Steps<string> {
  const [temporary, descriptor] = yield* createTemporary(call, durable)
  call.created = true
  let open = true
  try {
    for (let offset = 0; offset < bytes.length;) {
      order.checkpoint(call)
      const written = yield* write(descriptor, bytes, offset)
      if (written <= 0) throw new NoProgressError(bytes.length - offset)
      offset += written
    }
    order.checkpoint(call)
    if (durable) yield* fsync(descriptor)
    // Even a close that fails gives the descriptor back (close(2)): a second one could hit another's file.
    open = false
    yield* close(descriptor)
    return temporary
  } catch (error) {
    if (open) yield* attempt(close(descriptor))
    yield* removeTemporary(call, temporary)
    throw error
  }
}

function* removeTemporary(call: order.Write, temporary: string): Steps<void> {
  yield* attempt(unlink(temporary))
  order.noteGone(call)
}

const maxNamesTried = 16

function* createTemporary(call: order.Write, durable: boolean): Steps<[path: string, descriptor: number]> {
  const directory = path.dirname(call.path)
  let createdDirectory = false
  for (let tried = 1; ;) {
    const temporary = path.join(directory, newTemporaryName())
    order.checkpoint(call)
    call.temporary = temporary
    try {
      return [temporary, yield* create(temporary)]
    } catch (error) {
      if (codeOf(error) === 'ENOENT' && !createdDirectory) {
        yield* createDirectory(directory, durable)
        createdDirectory = true
      } else if (codeOf(error) !== 'EEXIST' || tried >= maxNamesTried) throw error
      else tried += 1
    }
  }
}

/** A superseded write succeeds on the strength of the later one, whose last step may have failed. */
function* relyOnLaterWrite(call: order.Write, durable: boolean): Steps<void> {
  if (!durable || order.isDurable(call)) return
  try {
    yield* makeDurable(call)
  } catch (error) {
    throw new AtomicWriteError(call.path, true, error)
  }
}

function* makeDurable(call: order.Write): Steps<void> {
  yield* syncDirectory(path.dirname(call.path))
  order.noteDurable(call)
}
