import type { PathLike } from 'node:fs'
import { appends, creates, flagLetters } from '../flags.ts'
import type { OpenFile } from '../handles.ts'
import type { Place } from '../paths.ts'
import { take, type Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { bothErrors, errnoError } from '../errors.ts'
import { failing } from './failing.ts'

export interface Opened {
  readonly fd: number
  readonly file: OpenFile
}

/** A path argument that leads under the run directory: the value for the system call, and where it leads. */
export interface Target {
  readonly value: PathLike
  readonly place: Place
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/functions/open.html */
export function* open(site: Site, { value, place }: Target, bits: number, mode: number): Plan<Opened> {
  const handle = site.handles.next()
  return yield* take({
    step: { op: 'open', ...at(place), handle, flags: flagLetters(bits) },
    perform: () => {
      const fd = site.originals.openSync(value, bits, mode)
      const file: OpenFile = { path: place.path, handle, append: appends(bits), offset: 0 }
      site.handles.add(fd, file)
      const stats = site.times.opened(fd, bits)
      if (stats && creates(bits)) site.inodes?.made(stats)
      return { fd, file }
    },
    fail: failing('open', place.given),
  })
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/functions/close.html */
export function* close(site: Site, { fd, file }: Opened): Plan<void> {
  yield* take({
    step: { op: 'close', path: file.path, handle: file.handle },
    perform: () => {
      site.handles.remove(fd)
      site.originals.closeSync(fd)
    },
    fail: (code) => {
      // The descriptor is given back whatever close says (close(2)): a second one could hit another file.
      site.handles.remove(fd)
      site.originals.closeSync(fd)
      return errnoError(code, 'close')
    },
  })
}

/** Runs `body` and closes the file whatever became of it; reports both failures where the closing fails, too. */
export function* closing<T>(site: Site, opened: Opened, body: Plan<T>): Plan<T> {
  let result: T
  try {
    result = yield* body
  } catch (error) {
    try {
      yield* close(site, opened)
    } catch (closeError) {
      throw bothErrors(error, closeError)
    }
    throw error
  }
  yield* close(site, opened)
  return result
}

/** The fields of a step that say where a path leads. */
export function at(place: Place): { path: string; through?: readonly string[] } {
  return place.through ? { path: place.path, through: place.through } : { path: place.path }
}
