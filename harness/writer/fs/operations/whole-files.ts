import { abilities } from '../abilities.ts'
import { bytesOf, decoded, fileMode, isBytes, isInteger, readOptions, type Options } from '../arguments.ts'
import { copyFile } from '../compound/copy-file.ts'
import { readFile, truncate, writeFile, type Data, type Opening } from '../compound/whole-file.ts'
import { errorAs } from '../errors.ts'
import { flagBits, followsLastLink } from '../flags.ts'
import type { Face, Operations } from '../operation.ts'
import { isPath } from '../paths.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import type { Opened } from '../steps/open-close.ts'
import { openedOf, targetOf } from '../target.ts'

/** What the promise functions hand to one write(2) (`kWriteFileMaxChunkSize` in lib/internal/fs/promises.js). */
const MOST_BYTES = 512 * 1024

/** Operations that open a file, move its whole content, and close it; or do so on a descriptor. */
export function wholeFileOperations(site: Site): Operations {
  function openingOf(
    path: unknown,
    flags: unknown,
    fallback: string,
    modeArgument?: unknown,
  ): Opening | null {
    const bits = flagBits(flags || fallback)
    const mode = fileMode(modeArgument, 0o666)
    if (bits === null || mode === null) return null
    const target = targetOf(site, path, followsLastLink(bits))
    return target && { target, bits, mode }
  }

  function fileOf(path: unknown, options: Options, fallback: string, face: Face): Opening | Opened | null {
    if (typeof path === 'number') return openedOf(site, path)
    // Node has done nothing yet when it finds this, and knows best how to say so.
    if (signalOf(options, face)?.aborted) return null
    return openingOf(path, options['flag'], fallback, options['mode'])
  }

  function written(args: readonly unknown[], face: Face, fallback: string): Plan<void> | null {
    const [path, content, given] = args
    const options = readOptions(given)
    const file = options && fileOf(path, options, fallback, face)
    const data = options && dataOf(content, options.encoding, face)
    if (!file || !data) return null
    return writeFile(site, file, {
      data,
      flush: options['flush'] === true,
      mostBytes: face === 'promise' ? MOST_BYTES : Infinity,
      signal: signalOf(options, face),
    })
  }

  return {
    writeFile: (args, face) => written(args, face, 'w'),
    appendFile: (args, face) => written(args, face, 'a'),
    readFile([path, given], face) {
      const options = readOptions(given)
      const file = options && takesBuffer(options) && fileOf(path, options, 'r', face)
      return file ? readDecoded(site, file, options, face) : null
    },
    copyFile([from, to, mode = 0]) {
      if (!isPath(from) || !isPath(to) || !isInteger(mode ?? 0, 0, 7)) return null
      const sink = targetOf(site, to, true)
      const isOurs = sink ?? targetOf(site, from, true)
      const outside = isOurs && !sink ? site.outside.touchedBy('copyFile', [from, to]) : null
      if (outside !== null) site.note('outside the run directory', outside)
      return isOurs && copyFile(site, from, to, Number(mode))
    },
    truncate([path, length = 0]) {
      const opening = typeof path === 'number' ? null : openingOf(path, 'r+', 'r+')
      return opening && isInteger(length) ? truncate(site, opening, Math.max(0, length)) : null
    },
  }
}

function* readDecoded(
  site: Site,
  file: Opening | Opened,
  options: Options,
  face: Face,
): Plan<Buffer | string> {
  try {
    return decoded(
      yield* readFile(site, file, { signal: signalOf(options, face), bufferFor: bufferOf(options) }),
      options.encoding,
    )
  } catch (error) {
    const isOneTrip = options['buffer'] === undefined && abilities.failedReadNamesFile
    const isNamed = face !== 'sync' && isOneTrip && 'target' in file
    const didRead = (error as NodeJS.ErrnoException).syscall === 'read'
    throw isNamed && didRead ? errorAs(error, 'read', file.target.place.given) : error
  }
}

function takesBuffer({ buffer }: Options): boolean {
  const isKnown = buffer === undefined || isBytes(buffer) || typeof buffer === 'function'
  return isKnown || !abilities.readFileTakesBuffer
}

/** The caller's buffer, or one that the caller's function gives, is refused once the size of the file is known. */
function bufferOf({ buffer }: Options): ((size: number) => Buffer) | undefined {
  if (buffer === undefined || !abilities.readFileTakesBuffer) return undefined
  return (size) => {
    const given: unknown = typeof buffer === 'function' ? buffer(size) : buffer
    const name = typeof buffer === 'function' ? 'options.buffer()' : 'options.buffer'
    if (!isBytes(given))
      throw invalid('TYPE', `The value that ${name} gives must be a Buffer, TypedArray or DataView.`)
    if (given.byteLength >= size) return bytesOf(given)
    const problem = `is smaller than the file size of ${size} bytes. Received ${given.byteLength}`
    throw invalid('VALUE', `The property '${name}.byteLength' ${problem}`)
  }
}

function invalid(what: 'TYPE' | 'VALUE', message: string): Error {
  return Object.assign(new TypeError(message), { code: `ERR_INVALID_ARG_${what}` })
}

function signalOf(options: Options, face: Face): AbortSignal | undefined {
  return face === 'sync' ? undefined : options.signal
}

/** Iterables are data for the promise functions alone. */
function dataOf(content: unknown, encoding: Options['encoding'], face: Face): Data | null {
  if (isBytes(content)) return bytesOf(content)
  if (encoding === 'buffer') return null
  const encodes = encoding || 'utf8'
  if (typeof content === 'string') return Buffer.from(content, encodes)
  if (face !== 'promise' || typeof content !== 'object' || content === null) return null
  if (!(Symbol.asyncIterator in content) && !(Symbol.iterator in content)) return null
  return buffersOf(content as AsyncIterable<unknown>, encodes)
}

async function* buffersOf(parts: AsyncIterable<unknown>, encoding: BufferEncoding): AsyncGenerator<Buffer> {
  for await (const part of parts) yield isBytes(part) ? bytesOf(part) : Buffer.from(part as string, encoding)
}
