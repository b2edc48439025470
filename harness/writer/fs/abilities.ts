import type { PathLike, StatOptions } from 'node:fs'
import type { Face } from './operation.ts'
import { originals } from './originals.ts'

export type StatName = 'stat' | 'lstat' | 'fstat'
type Stat = (of: PathLike | number, options: unknown, answer: (error: unknown) => void) => void
type StatPromise = (path: PathLike, options: unknown) => Promise<unknown>

/** What some versions of Node do and others do not, found out by asking this one; known before a target is loaded. */
export const abilities = {
  /** `fs.stat` and `fs.promises.stat` heed `throwIfNoEntry: false`, as `fs.statSync` always did. */
  statMayGiveNothing: false,
  /** The promise functions refuse options that are no object; all of them or none. */
  statWantsAnObject: false,
  /** The callback functions that take null for no options. */
  statTakesNull: new Set<StatName>(),
  /** The faces of a function that look at the option `signal`. A FileHandle goes with `fs.promises.lstat`. */
  statHeedsSignal: new Set<`${StatName} ${Face}`>(),
  /** `fs.rmSync` with `force` and `recursive` also forgives that what should hold the entry is no directory. */
  forcedRmForgivesNoDirectory: false,
  /** The asynchronous ways to read a whole file by its path name it when a read fails, not only when the open does. */
  failedReadNamesFile: false,
  /** Reading a whole file takes the buffer to read it into. */
  readFileTakesBuffer: throwsTypeError(() => originals.readFileSync('/', { buffer: 5 } as object)),
}

/** Names that nothing can have: no regular file holds entries. */
const missing = `${process.execPath}/missing`
const absent = `${process.execPath}.missing`
const aborted = AbortSignal.abort()
const throwIfNoEntry: StatOptions & { throwIfNoEntry: boolean } = { throwIfNoEntry: false }
const promises = originals.promises as unknown as Record<'stat' | 'lstat', StatPromise>

const refusedAsNoObject = promises.stat(absent, 5).catch((error: unknown) => {
  abilities.statWantsAnObject = error instanceof TypeError
})
const gaveNothing = originals.promises.stat(absent, throwIfNoEntry).then(
  () => (abilities.statMayGiveNothing = true),
  () => {},
)
const failedToRead = originals.promises.readFile('/').catch((error: NodeJS.ErrnoException) => {
  abilities.failedReadNamesFile = error.syscall === 'read' && error.path !== undefined
})
for (const name of ['stat', 'lstat', 'fstat'] as const) {
  const stat = originals[name] as unknown as Stat
  const of = name === 'fstat' ? 0 : absent
  if (!throws(() => stat(of, null, () => {}))) abilities.statTakesNull.add(name)
  if (throws(() => stat(of, { signal: 5 }, () => {}))) abilities.statHeedsSignal.add(`${name} callback`)
}
const aborts = (['stat', 'lstat'] as const).map((name) =>
  promises[name](absent, { signal: aborted }).catch((error: Error) => {
    if (error.name !== 'AbortError') return
    abilities.statHeedsSignal.add(`${name} promise`)
    if (name === 'lstat') abilities.statHeedsSignal.add('fstat promise')
  }),
)
abilities.forcedRmForgivesNoDirectory = !throws(() =>
  originals.rmSync(missing, { force: true, recursive: true }),
)
// Until these are answered an ability is unknown, and one of them holds a descriptor that a target could count.
await Promise.all([refusedAsNoObject, gaveNothing, failedToRead, ...aborts])

function throwsTypeError(body: () => unknown): boolean {
  try {
    body()
    return false
  } catch (error) {
    return error instanceof TypeError
  }
}

function throws(body: () => void): boolean {
  try {
    body()
    return false
  } catch {
    return true
  }
}
