import { take, type Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { failing } from './failing.ts'
import type { Opened } from './open-close.ts'

type Position = number | bigint | null

/**
 * One `read`, in pieces. `partial` is for a call of the caller's: as from the kernel, what was read before a failing
 * piece is a short read. What the file holds at the first piece, rather than the size of the buffer,
 * is halved: a short file read into a long buffer is read in two pieces as well.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/read.html
 */
export function* read(
  site: Site,
  opened: Opened,
  into: Buffer,
  position: Position,
  partial: boolean,
): Plan<number> {
  let done = 0
  for (let left = site.chunks; left > 0; left -= 1) {
    let got: number
    try {
      got = yield* readPiece(site, opened, into.subarray(done), advanced(position, done), left)
    } catch (error) {
      if (partial && done > 0) return done
      throw error
    }
    done += got
    // What is left to read shows only in what the next piece gives: it is no observation of its own.
    if (got === 0 || done === into.length) break
  }
  return done
}

function* readPiece(
  site: Site,
  { fd, file }: Opened,
  into: Buffer,
  position: Position,
  left: number,
): Plan<number> {
  // A step tells how many bytes it has moved only where that is what it gives.
  return yield* take({
    step: {
      op: 'read',
      path: file.path,
      handle: file.handle,
      ...(position !== null && { position: Number(position) }),
      bytes: into.length,
      pieces: left,
    },
    perform: () => {
      const available = site.originals.fstatSync(fd).size - Number(position ?? file.offset)
      const size = available > 0 ? Math.min(into.length, Math.ceil(available / left)) : into.length
      const most = Math.min(size, Math.ceil(into.length / left))
      const moved = site.originals.readSync(fd, into, 0, most, position)
      if (position === null) file.offset += moved
      return moved
    },
    fail: failing('read'),
  })
}

function advanced(position: Position, by: number): Position {
  if (position === null) return null
  return typeof position === 'bigint' ? position + BigInt(by) : position + by
}
