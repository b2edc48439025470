import fs from 'node:fs'

/** One file-system call in both of Node's styles, not yet made. */
interface Step<T = unknown> {
  readonly now: () => T
  readonly later: (done: (error: Error | null, value?: T) => void) => void
}

/**
 * A procedure made of file-system calls, written once and run in either style,
 * so that the synchronous and the asynchronous path cannot drift apart.
 */
export type Steps<T> = Generator<Step, T, unknown>

/** Carries `steps` out with synchronous calls. Throws what they throw. */
export function runSync<T>(steps: Steps<T>): T {
  let state = steps.next()
  while (!state.done) state = resume(steps, outcomeOf(state.value))
  return state.value
}

/**
 * Carries `steps` out with asynchronous calls. Rejects with what they throw.
 *
 * A step is requested in the same turn of JavaScript in which the procedure asked for it: what a procedure
 * checks right before a step still holds when the step is requested, though not when the system executes it.
 */
export async function runAsync<T>(steps: Steps<T>): Promise<T> {
  let state = steps.next()
  while (!state.done) state = resume(steps, await requested(state.value))
  return state.value
}

type Outcome = { readonly error: unknown } | { readonly value: unknown }

function resume<T>(steps: Steps<T>, outcome: Outcome): IteratorResult<Step, T> {
  return 'error' in outcome ? steps.throw(outcome.error) : steps.next(outcome.value)
}

function outcomeOf(step: Step): Outcome {
  try {
    return { value: step.now() }
  } catch (error) {
    return { error }
  }
}

function requested(step: Step): Promise<Outcome> {
  return new Promise((resolve) => {
    try {
      step.later((error, value) => resolve(error ? { error } : { value }))
    } catch (error) {
      // Node throws at once where an argument is invalid.
      resolve({ error })
    }
  })
}

function* perform<T>(now: Step<T>['now'], later: Step<T>['later']): Steps<T> {
  return (yield { now, later }) as T
}

// `fs` is read at each call, so that whoever interposes on the module's functions sees every step.

/** Creates a file that must not exist yet, for its owner alone, and returns its descriptor. */
export const create = (path: string): Steps<number> =>
  perform(
    () => fs.openSync(path, 'wx', 0o600),
    (done) => fs.open(path, 'wx', 0o600, done),
  )

export const openForReading = (path: string): Steps<number> =>
  perform(
    () => fs.openSync(path, 'r'),
    (done) => fs.open(path, 'r', done),
  )

/** Writes `bytes` from `offset` on at that same offset of the file, and returns how many the system took. */
export const write = (descriptor: number, bytes: Uint8Array, offset: number): Steps<number> =>
  perform(
    () => fs.writeSync(descriptor, bytes, offset, bytes.length - offset, offset),
    (done) => fs.write(descriptor, bytes, offset, bytes.length - offset, offset, done),
  )

export const fsync = (descriptor: number): Steps<void> =>
  perform(
    () => fs.fsyncSync(descriptor),
    (done) => fs.fsync(descriptor, done),
  )

export const close = (descriptor: number): Steps<void> =>
  perform(
    () => fs.closeSync(descriptor),
    (done) => fs.close(descriptor, done),
  )

export const rename = (from: string, to: string): Steps<void> =>
  perform(
    () => fs.renameSync(from, to),
    (done) => fs.rename(from, to, done),
  )

export const unlink = (path: string): Steps<void> =>
  perform(
    () => fs.unlinkSync(path),
    (done) => fs.unlink(path, done),
  )

/** Creates a directory and those above it; returns the first one that it created, if any. */
export const mkdir = (path: string): Steps<string | undefined> =>
  perform(
    () => fs.mkdirSync(path, { recursive: true }),
    (done) => fs.mkdir(path, { recursive: true }, done),
  )
