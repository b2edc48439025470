import path from 'node:path'
import { close, fsync, mkdir, openForReading, type Steps } from './steps.ts'

/**
 * Makes the entries of a directory durable: `fsync` of a file does not cover the entry that names it
 * (fsync(2), https://man7.org/linux/man-pages/man2/fsync.2.html).
 *
 * Windows cannot open a directory this way and journals the rename itself.
 */
export function* syncDirectory(directory: string): Steps<void> {
  if (process.platform === 'win32') return
  const descriptor = yield* openForReading(directory)
  try {
    yield* fsync(descriptor)
  } catch (error) {
    yield* attempt(close(descriptor))
    throw error
  }
  yield* close(descriptor)
}

/** Creates a directory with those above it, durably where `durable`: each new entry lives in the one above. */
export function* createDirectory(directory: string, durable: boolean): Steps<void> {
  const first = yield* mkdir(directory)
  if (first === undefined || !durable) return
  const top = path.dirname(path.resolve(first))
  let above = directory
  do {
    above = path.dirname(above)
    yield* syncDirectory(above)
  } while (above !== top && above !== path.dirname(above))
}

/** Carries out a step of tidying up, whose failure must not hide what made it necessary. */
export function* attempt(steps: Steps<void>): Steps<void> {
  try {
    yield* steps
  } catch {
    // What stays behind is found by the sweep.
  }
}
