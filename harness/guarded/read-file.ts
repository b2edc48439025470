import fs from 'node:fs'
import { formatBytes, mostFileBytes } from '../model/bytes.ts'
import { unread, type Unread } from '../model/content.ts'

/** Captured before a target can patch `fs`. */
const { closeSync, fstatSync, openSync, readSync, statSync } = fs
const { O_NOCTTY, O_NONBLOCK, O_RDONLY } = fs.constants

/** A larger buffer is not kept for the next file. */
const mostKeptBytes = 1024 ** 2

/** One for all files: a new one each time would be the greater part of what an execution allocates. */
let buffer = Buffer.allocUnsafe(64 * 1024)

/**
 * All bytes of a file: a view, valid until the next call. Or why there are none: whatever the path leads to, this
 * neither waits, nor reads without end, nor throws.
 *
 * @param file links are followed, as an application follows them
 * @throws Error where this process, and not the file, is at fault: EMFILE, ENFILE, ENOMEM.
 */
export function readFile(file: string): Buffer | Unread {
  try {
    // To open a device can do something; a pipe would wait without O_NONBLOCK (open(2)).
    const kind = kindOf(statSync(file))
    if (kind !== null) return inaccessible(kind)
    return readOpened(file)
  } catch (error) {
    return unreadFor((error as NodeJS.ErrnoException).code ?? '', error)
  }
}

/** All bytes of an open file, as `readFile` gives them; null where they are more than is read. */
export function readWhole(fd: number): Buffer | null {
  if (fstatSync(fd).size > mostFileBytes) return null
  let length = 0
  let into = buffer
  for (;;) {
    const bytes = readSync(fd, into, length, into.length - length, length)
    length += bytes
    if (length > mostFileBytes) return null
    if (length < into.length) return into.subarray(0, length)
    into = Buffer.concat([into], 2 * into.length)
    if (into.length <= mostKeptBytes) buffer = into
  }
}

function readOpened(file: string): Buffer | Unread {
  const fd = openSync(file, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  try {
    const stats = fstatSync(fd)
    const kind = kindOf(stats)
    if (kind !== null) return inaccessible(kind)
    return readWhole(fd) ?? tooLarge(Math.max(stats.size, mostFileBytes))
  } finally {
    closeSync(fd)
  }
}

/** What it is in words, where it is no file. */
function kindOf(stats: fs.Stats): string | null {
  if (stats.isFile()) return null
  if (stats.isDirectory()) return unread.directory.reason
  if (stats.isFIFO()) return 'a named pipe, and no file'
  if (stats.isSocket()) return 'a socket, and no file'
  return 'a device, and no file'
}

function inaccessible(reason: string): Unread {
  return { kind: 'inaccessible', reason }
}

function tooLarge(bytes: number): Unread {
  const reason = `a file of ${formatBytes(bytes)}, more than the ${formatBytes(mostFileBytes)} that are read`
  return { kind: 'inaccessible', reason, isTooLarge: true }
}

function unreadFor(code: string, error: unknown): Unread {
  switch (code) {
    case 'ENOENT':
      return { kind: 'missing' }
    case 'ENOTDIR':
      return { kind: 'missing', reason: 'what should be its folder is none (ENOTDIR)' }
    case 'ELOOP':
      return unread.loop
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
    case '':
      throw error
    default:
      return inaccessible(`a file that cannot be read (${code})`)
  }
}
