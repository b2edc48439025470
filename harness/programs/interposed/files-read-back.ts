import fs from 'node:fs'
import { mostFileBytes } from '../../model/bytes.ts'
import type { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import type { ReadBack } from '../../model/read-back.ts'
import { readWhole } from '../../guarded/read-file.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = fs.constants

/** Files of an execution that stay open, so that their data can still be read when they have lost their names. */
export class FilesReadBack {
  readonly #dir: Pick<GuardedDirectory, 'at'>
  readonly #fds: number[] = []

  constructor(dir: Pick<GuardedDirectory, 'at'>) {
    this.#dir = dir
  }

  /** Null where it cannot be read. */
  open(file: string): ReadBack | null {
    let fd: number
    try {
      fd = fs.openSync(this.#dir.at(file), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      return null
    }
    this.#fds.push(fd)
    return fs.fstatSync(fd).isFile()
      ? { read: (offset, bytes) => readAt(fd, offset, bytes), whole: () => readWhole(fd) }
      : null
  }

  close(): void {
    for (const fd of this.#fds.splice(0)) fs.closeSync(fd)
  }
}

function readAt(fd: number, offset: number, bytes: number): Uint8Array | null {
  if (offset + bytes > mostFileBytes) return null
  const data = Buffer.allocUnsafe(bytes)
  return fs.readSync(fd, data, 0, bytes, offset) === bytes ? data : null
}
