import fs from 'node:fs'

/**
 * Reads from a descriptor that does not block, what is there now: that nothing is there is told by an error, and its
 * stack is what costs.
 *
 * @returns how many bytes; 0 at the end
 * @throws as read(2), EAGAIN where nothing is there yet
 */
export function readNow(descriptor: number, into: Uint8Array): number {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return fs.readSync(descriptor, into)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
