import type { Fault } from '../../../model/fault.ts'
import { take, type Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { failing } from './failing.ts'
import type { Opened } from './open-close.ts'

/**
 * Into how many steps one write(2) falls, at least. With O_APPEND it is one step, whatever its length: "no intervening
 * file modification operation shall occur between changing the file offset and the write operation" (POSIX.1-2024).
 * Any other write is taken apart: it may be seen half done (write(2), BUGS).
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/write.html
 */
function piecesOf(site: Site, { file }: Opened): number {
  return file.append ? 1 : site.chunks
}

/**
 * One `write` of the caller's, in pieces. As from the kernel, what was written before a short or failing piece is a
 * short write; only the first piece's failure is the caller's.
 */
export function* write(site: Site, opened: Opened, bytes: Buffer, position: number | null): Plan<number> {
  let done = 0
  for (let left = piecesOf(site, opened); left > 0; left -= 1) {
    const size = Math.ceil((bytes.length - done) / left)
    let written: number
    try {
      written = yield* writePiece(site, opened, bytes.subarray(done, done + size), advanced(position, done))
    } catch (error) {
      if (done > 0) return done
      throw error
    }
    done += written
    if (written < size || done === bytes.length) break
  }
  return done
}

/** How `writeFile` writes what it is given. */
export interface Whole {
  /** What one write(2) takes at most. */
  readonly mostBytes: number
  /** Called before each write; what it throws ends it. */
  readonly beforeEach: () => void
}

const plainly: Whole = { mostBytes: Infinity, beforeEach: () => {} }

/** Writes everything, going on after short writes, as Node does inside `writeFile`. */
export function* writeAll(
  site: Site,
  opened: Opened,
  bytes: Buffer,
  { mostBytes, beforeEach }: Whole = plainly,
): Plan<void> {
  const pieces = piecesOf(site, opened)
  let left = pieces
  for (let done = 0; done < bytes.length;) {
    beforeEach()
    const size = Math.min(mostBytes, Math.ceil((bytes.length - done) / left))
    const written = yield* writePiece(site, opened, bytes.subarray(done, done + size), null)
    done += written
    left = written < size ? pieces : Math.max(1, left - 1)
  }
}

function* writePiece(site: Site, { fd, file }: Opened, piece: Buffer, position: number | null): Plan<number> {
  return yield* take({
    step: {
      op: 'write',
      path: file.path,
      handle: file.handle,
      ...(position !== null && { position }),
      bytes: piece.length,
    },
    perform: (fault) => {
      const written = site.originals.writeSync(fd, piece, 0, allowed(piece.length, fault), position)
      if (position === null) file.offset += written
      site.times.written(fd)
      return written
    },
    fail: failing('write'),
  })
}

function allowed(size: number, fault: Fault | undefined): number {
  return fault && 'bytes' in fault ? Math.min(size, fault.bytes ?? size) : size
}

function advanced(position: number | null, by: number): number | null {
  return position === null ? null : position + by
}
