import fs from 'node:fs'

/** One for all executions: a new one each time would be the greater part of what an execution allocates. */
let buffer = Buffer.allocUnsafe(64 * 1024)

/** All bytes of an open file: a view, valid until the next call. */
export function readWhole(fd: number): Buffer {
  let length = 0
  for (;;) {
    const bytes = fs.readSync(fd, buffer, length, buffer.length - length, length)
    length += bytes
    if (length < buffer.length) return buffer.subarray(0, length)
    buffer = Buffer.concat([buffer], 2 * buffer.length)
  }
}
