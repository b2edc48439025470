import { bytesOf, isBytes, isInteger, type Bytes } from '../arguments.ts'
import type { Operations } from '../operation.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import type { Opened } from '../steps/open-close.ts'
import { read } from '../steps/read.ts'
import { write } from '../steps/write.ts'
import { openedOf } from '../target.ts'

/** What a read or write gives: the number for one face, both for another. */
export interface Transferred {
  readonly bytes: number
  readonly buffer: unknown
}

interface Span {
  readonly buffer: Bytes
  readonly offset: number
  readonly length: number
  readonly position: number | bigint | null
}

/** https://nodejs.org/api/fs.html#fsreadfd-buffer-offset-length-position-callback and its likes */
export function dataOperations(site: Site): Operations {
  return {
    read([fd, ...rest]) {
      const opened = openedOf(site, fd)
      const span = opened && readSpan(rest)
      return opened && span && readInto(site, opened, span)
    },
    write([fd, ...rest], face) {
      const opened = openedOf(site, fd)
      const [buffer] = rest
      // A FileHandle makes no system call for an empty buffer; the other functions do.
      if (opened && face === 'promise' && isBytes(buffer) && buffer.byteLength === 0) {
        return counted(noBytes(), buffer)
      }
      const span = opened && writeSpan(rest)
      if (!opened || !span) return null
      const bytes = bytesOf(span.buffer).subarray(span.offset, span.offset + span.length)
      return counted(write(site, opened, bytes, span.position as number | null), rest[0])
    },
    readv([fd, buffers, position]) {
      const opened = openedOf(site, fd)
      if (!opened || !areBytes(buffers)) return null
      return readScattered(site, opened, buffers, typeof position === 'number' ? position : null)
    },
    writev([fd, buffers, position]) {
      const opened = openedOf(site, fd)
      if (!opened || !areBytes(buffers)) return null
      return counted(writeGathered(site, opened, buffers, writePosition({ position })), buffers)
    },
  }
}

/** libuv hands at most so many buffers to one writev(2): IOV_MAX of <limits.h>. */
const MOST_BUFFERS = 1024

function* writeGathered(
  site: Site,
  opened: Opened,
  buffers: readonly Bytes[],
  position: number | null,
): Plan<number> {
  let done = 0
  for (let at = 0; at === 0 || at < buffers.length; at += MOST_BUFFERS) {
    const bytes = Buffer.concat(buffers.slice(at, at + MOST_BUFFERS).map(bytesOf))
    try {
      const written = yield* write(site, opened, bytes, position === null ? null : position + done)
      done += written
      if (written < bytes.length) return done
    } catch (error) {
      if (done > 0) return done
      throw error
    }
  }
  return done
}

// oxlint-disable-next-line require-yield -- a plan without a step
function* noBytes(): Plan<number> {
  return 0
}

function* counted(plan: Plan<number>, buffer: unknown): Plan<Transferred> {
  return { bytes: yield* plan, buffer }
}

function* readInto(site: Site, opened: Opened, span: Span): Plan<Transferred> {
  const into = bytesOf(span.buffer).subarray(span.offset, span.offset + span.length)
  const { position } = span
  const from = position === null || position < 0 ? null : position
  return { bytes: into.length === 0 ? 0 : yield* read(site, opened, into, from, true), buffer: span.buffer }
}

function* readScattered(
  site: Site,
  opened: Opened,
  buffers: readonly Bytes[],
  position: number | null,
): Plan<Transferred> {
  const into = Buffer.alloc(buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0))
  const got = into.length === 0 ? 0 : yield* read(site, opened, into, position, true)
  let from = 0
  for (const buffer of buffers)
    from += into.copy(bytesOf(buffer), 0, from, Math.min(got, from + buffer.byteLength))
  return { bytes: got, buffer: buffers }
}

/** (buffer, offset, length, position) | (buffer, options) | (options) | () */
function readSpan(args: readonly unknown[]): Span | null {
  const [first] = args
  if (isBytes(first)) {
    const isOptions = args.length <= 2 && (typeof args[1] === 'object' || args[1] === undefined)
    return isOptions ? spanOf(first, args[1] as object) : spanOf(first, readPositional(args))
  }
  if (first !== undefined && first !== null && typeof first !== 'object') return null
  const { buffer = Buffer.alloc(16_384) } = (first ?? {}) as { buffer?: unknown }
  return isBytes(buffer) ? spanOf(buffer, first) : null
}

/** (buffer, offset, length, position) | (buffer, options) | (string, position, encoding) */
function writeSpan(args: readonly unknown[]): Span | null {
  const [first, second, third] = args
  if (isBytes(first)) {
    const isOptions = typeof second === 'object' && second !== null
    const options = isOptions ? { ...second } : writePositional(args)
    return spanOf(first, { ...options, position: writePosition(options) })
  }
  if (typeof first !== 'string' || (third === 'hex' && first.length % 2 === 1)) return null
  // Node takes what is no encoding for UTF-8.
  const encoding = typeof third === 'string' && Buffer.isEncoding(third) ? third : 'utf8'
  return spanOf(Buffer.from(first, encoding), { position: writePosition({ position: second }) })
}

function writePositional([, offset, length, position]: readonly unknown[]): { position?: unknown } {
  return { offset, length: typeof length === 'number' ? length : undefined, position } as {
    position?: unknown
  }
}

/** Node writes at the file position for anything else: its own streams pass NaN after a short write. */
function writePosition({ position }: { position?: unknown }): number | null {
  return isInteger(position, 0) ? position : null
}

function readPositional([, offset, length, position]: readonly unknown[]): object {
  // A missing length means nothing here; a FileHandle fills it in.
  const size = Number(length) | 0
  // Node reads nothing before it looks at the offset.
  return { offset: size === 0 ? 0 : offset, length: size, position }
}

function spanOf(buffer: Bytes, options: object | null | undefined): Span | null {
  const fields = (options ?? {}) as { offset?: unknown; length?: unknown; position?: unknown }
  const offset = fields.offset ?? 0
  if (!isInteger(offset, 0, buffer.byteLength)) return null
  const length = fields.length ?? buffer.byteLength - offset
  if (!isInteger(length, 0, buffer.byteLength - offset)) return null
  const position = fields.position ?? null
  const isPosition = position === null || typeof position === 'bigint' || isInteger(position)
  // An empty buffer with something to read is refused by Node, as is a position that is no number.
  return isPosition && (buffer.byteLength > 0 || length === 0) ? { buffer, offset, length, position } : null
}

function areBytes(value: unknown): value is Bytes[] {
  return Array.isArray(value) && value.every((part) => isBytes(part))
}
