import fs from 'node:fs'

// Windows has neither O_NOFOLLOW nor O_NONBLOCK: undefined adds nothing there.
const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = fs.constants

/** Far more than any result, replay file or target has. */
const mostByDefault = 64 * 1024 * 1024

export interface ReadOptions {
  /** Refuse a symbolic link, wherever it leads; default: follow it, as where a person has named the file. */
  readonly noFollow?: boolean
  readonly mostBytes?: number
}

/**
 * A regular file as bytes. Never waits for a pipe or a device, and never reads more than there may be.
 *
 * @throws Error when it cannot be opened, is no regular file, or is larger than that.
 */
export function readBounded(
  file: string,
  { noFollow = false, mostBytes = mostByDefault }: ReadOptions = {},
): Buffer {
  // Without O_NONBLOCK, to open a FIFO waits for somebody who writes to it: open(2).
  const fd = fs.openSync(file, O_RDONLY | O_NONBLOCK | (noFollow ? O_NOFOLLOW : 0))
  try {
    const stat = fs.fstatSync(fd)
    if (!stat.isFile()) throw new Error('it is no regular file')
    if (stat.size > mostBytes) throw new Error(`it has ${stat.size} bytes, and ${mostBytes} are the most`)
    const bytes = Buffer.alloc(stat.size)
    let read = 0
    // It may have become shorter; what has been added since is not read.
    for (let more = -1; more !== 0 && read < bytes.length; read += more)
      more = fs.readSync(fd, bytes, read, bytes.length - read, read)
    return bytes.subarray(0, read)
  } finally {
    fs.closeSync(fd)
  }
}

/** The same as UTF-8 text. */
export function readTextBounded(file: string, options?: ReadOptions): string {
  return readBounded(file, options).toString('utf8')
}
