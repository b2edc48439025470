import { throwIfAborted } from '../errors.ts'
import { wait, type Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { fsync, ftruncate, inspect } from '../steps/descriptor.ts'
import { closing, open, type Opened, type Target } from '../steps/open-close.ts'
import { read } from '../steps/read.ts'
import { writeAll, type Whole } from '../steps/write.ts'

/** What `writeFile` writes: one buffer, or what an iterable delivers. */
export type Data = Buffer | AsyncIterator<Buffer>

export interface Writing {
  readonly data: Data
  readonly flush: boolean
  /** What one write(2) takes at most. */
  readonly mostBytes: number
  readonly signal: AbortSignal | undefined
}

export interface Reading {
  readonly signal: AbortSignal | undefined
  /** The caller's own buffer for a file of that size. */
  readonly bufferFor: ((size: number) => Buffer) | undefined
}

export interface Opening {
  readonly target: Target
  readonly bits: number
  readonly mode: number
}

const UNKNOWN_SIZE = 65_536

/** https://nodejs.org/api/fs.html#fswritefilefile-data-options-callback */
export function* writeFile(site: Site, to: Opening | Opened, writing: Writing): Plan<void> {
  if ('fd' in to) {
    yield* writeData(site, to, writing)
    return
  }
  throwIfAborted(writing.signal)
  const opened = yield* open(site, to.target, to.bits, to.mode)
  yield* closing(site, opened, writeData(site, opened, writing))
}

function* writeData(site: Site, opened: Opened, { data, flush, mostBytes, signal }: Writing): Plan<void> {
  const how: Whole = { mostBytes, beforeEach: () => throwIfAborted(signal) }
  if (data instanceof Uint8Array) yield* writeAll(site, opened, data, how)
  else yield* writeDelivered(site, opened, data, how)
  if (flush) yield* fsync(site, opened)
}

function* writeDelivered(site: Site, opened: Opened, data: AsyncIterator<Buffer>, how: Whole): Plan<void> {
  try {
    for (let next = yield* wait(data.next()); next.done !== true; next = yield* wait(data.next())) {
      how.beforeEach()
      yield* writeAll(site, opened, next.value, how)
    }
  } catch (error) {
    // As `for await` does, so that a stream which is only half written is destroyed.
    if (data.return) yield* wait(data.return())
    throw error
  }
}

/** https://nodejs.org/api/fs.html#fsreadfilepath-options-callback */
export function* readFile(site: Site, from: Opening | Opened, reading: Reading): Plan<Buffer> {
  throwIfAborted(reading.signal)
  if ('fd' in from) return yield* readData(site, from, reading)
  const opened = yield* open(site, from.target, from.bits, from.mode)
  return yield* closing(site, opened, readData(site, opened, reading))
}

/** Reads as many bytes as the file had at first, or until its end where that is not known. */
function* readData(site: Site, opened: Opened, { signal, bufferFor }: Reading): Plan<Buffer> {
  const stats = yield* inspect(site, opened)
  const size = stats.isFile() ? stats.size : 0
  const buffer = bufferFor?.(size)
  if (buffer) return yield* readInto(site, opened, buffer.subarray(0, size || buffer.length), signal)
  const parts: Buffer[] = []
  let left = size === 0 ? Infinity : size
  while (left > 0) {
    throwIfAborted(signal)
    const part = Buffer.allocUnsafe(Math.min(left, size || UNKNOWN_SIZE))
    const got = yield* read(site, opened, part, null, false)
    if (got === 0) break
    parts.push(part.subarray(0, got))
    left -= got
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

function* readInto(
  site: Site,
  opened: Opened,
  buffer: Buffer,
  signal: AbortSignal | undefined,
): Plan<Buffer> {
  let done = 0
  while (done < buffer.length) {
    throwIfAborted(signal)
    const got = yield* read(site, opened, buffer.subarray(done), null, false)
    if (got === 0) break
    done += got
  }
  return buffer.subarray(0, done)
}

/** https://nodejs.org/api/fs.html#fstruncatepath-len-callback */
export function* truncate(site: Site, opening: Opening, length: number): Plan<void> {
  const opened = yield* open(site, opening.target, opening.bits, opening.mode)
  yield* closing(site, opened, ftruncate(site, opened, length))
}
