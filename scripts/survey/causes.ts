/** Why a condition has the outcome that it has in a library: which of its lines, and what they do. */
export interface Cause {
  readonly at: readonly Line[]
  readonly says: string
}

export interface Line {
  /** `package/file:line`, or a path from the root of this repository */
  readonly place: string
  /** A part of what stands there, so that a test can tell when it no longer does. */
  readonly code: string
}

const failures = ['ENOSPC', 'EIO', 'short write']
const renames = ['EPERM on rename', 'EXDEV on rename']
const losses = ['power loss, posix', 'power loss, ext4']

const wfa = linesOf('write-file-atomic/lib/index.js', {
  write: [118, 'await promisify(fs.write)(fd, String(data)'],
  fsync: [122, 'await promisify(fs.fsync)(fd)'],
  rename: [144, 'await promisify(fs.rename)(tmpfile, truename)'],
  remove: [153, 'await promisify(fs.unlink)(tmpfile)'],
})
const atomically = linesOf('atomically/dist/index.js', {
  write: [77, 'await fs.retry.write(retryOptions)(fd, data, 0'],
  fsync: [90, 'await fs.retry.fsync(retryOptions)(fd)'],
  rename: [105, 'await fs.retry.rename(retryOptions)(tempPath, filePath)'],
  remove: [121, 'Temp.purge(tempPath)'],
  writeSync: [167, 'fs.retry.writeSync(retryOptions)(fd, data, 0'],
  fsyncSync: [174, 'fs.retry.fsyncSync(retryOptions)(fd)'],
  renameSync: [189, 'fs.retry.renameSync(retryOptions)(tempPath, filePath)'],
  removeSync: [205, 'Temp.purge(tempPath)'],
})
const stubborn = linesOf('stubborn-fs/dist/handlers.js', { retriable: [23, "code === 'EPERM'"] })
const steno = linesOf('steno/lib/index.js', {
  name: [8, 'return join(dirname(f), `.${basename(f)}.tmp`)'],
  retry: [12, 'i < maxRetries'],
  write: [53, 'await writeFile(this.#tempFilename, data'],
  rename: [55, 'await rename(this.#tempFilename, this.#filename)'],
})
const conf = linesOf('conf/dist/source/index.js', {
  write: [417, 'atomicWriteFileSync(this.path, data'],
  fallback: [424, 'fs.writeFileSync(this.path, data'],
})
const fsExtra = linesOf('fs-extra/lib/output-file/index.js', { write: [16, 'fs.writeFile(file, data'] })
const jsonfile = linesOf('jsonfile/index.js', { write: [68, 'fromCallback(fs.writeFile)(file, str'] })
const lockTarget = linesOf('scripts/survey/targets/proper-lockfile.ts', {
  write: [11, 'await writeFile(file, text)'],
})
const lockfile = linesOf('proper-lockfile/lib/lockfile.js', {
  make: [29, 'options.fs.mkdir(lockfilePath'],
  stale: [85, 'stat.mtime.getTime() < Date.now() - options.stale'],
})

const unusedCount = 'how many bytes were written is not looked at; the rename follows'
const ownRemoval = "the removal of the temporary file is the writer's own, as is the one at its exit"
const unsyncedName = 'the file is synced before; the directory is not synced after'
const inPlace =
  "opening it empties the file; Node's `writeFile` goes on after a short write and rejects on an error, and what it has written stays"
const unsynced = 'neither the file nor the directory is synced'
const leftBehind =
  "Node's `writeFile` goes on after a short write, and rejects on an error; nothing then removes the temporary file"

const causes: readonly (Cause & { readonly library: string; readonly of: readonly string[] })[] = [
  { library: 'write-file-atomic', of: failures, at: [wfa.write, wfa.rename], says: unusedCount },
  {
    library: 'write-file-atomic',
    of: renames,
    at: [wfa.rename, wfa.remove],
    says: 'rejects; the temporary file is removed',
  },
  { library: 'write-file-atomic', of: ['kill'], at: [wfa.remove], says: ownRemoval },
  { library: 'write-file-atomic', of: losses, at: [wfa.fsync, wfa.rename], says: unsyncedName },

  { library: 'atomically', of: failures, at: [atomically.write, atomically.rename], says: unusedCount },
  {
    library: 'atomically',
    of: ['EPERM on rename'],
    at: [atomically.rename, stubborn.retriable, atomically.remove],
    says: 'tried again for 7.5 s; then the temporary file is removed',
  },
  {
    library: 'atomically',
    of: ['EXDEV on rename'],
    at: [atomically.rename, atomically.remove],
    says: 'rejects; the temporary file is removed',
  },
  { library: 'atomically', of: ['kill'], at: [atomically.remove], says: ownRemoval },
  { library: 'atomically', of: losses, at: [atomically.fsync, atomically.rename], says: unsyncedName },

  ...['steno', 'lowdb'].flatMap((library) => [
    { library, of: failures, at: [steno.write], says: leftBehind },
    {
      library,
      of: renames,
      at: [steno.rename, steno.retry],
      says: 'tried 10 times; nothing then removes the temporary file',
    },
    {
      library,
      of: ['kill'],
      at: [steno.name],
      says: 'the temporary file always has the same name: the next write begins it anew',
    },
    { library, of: losses, at: [steno.write, steno.rename], says: unsynced },
  ]),

  {
    library: 'conf',
    of: failures,
    at: [conf.write, atomically.writeSync, atomically.renameSync],
    says: unusedCount,
  },
  {
    library: 'conf',
    of: ['EPERM on rename'],
    at: [atomically.renameSync, stubborn.retriable, atomically.removeSync],
    says: 'tried again for 1 s; then the temporary file is removed',
  },
  {
    library: 'conf',
    of: ['EXDEV on rename'],
    at: [conf.fallback],
    says: 'the file is then written in place',
  },
  { library: 'conf', of: ['kill'], at: [atomically.removeSync], says: ownRemoval },
  { library: 'conf', of: losses, at: [atomically.fsyncSync, atomically.renameSync], says: unsyncedName },

  ...[
    { library: 'fs-extra', at: [fsExtra.write] },
    { library: 'jsonfile', at: [jsonfile.write] },
    { library: 'proper-lockfile', at: [lockTarget.write] },
  ].flatMap(({ library, at }) => [
    { library, of: failures, at, says: inPlace },
    { library, of: losses, at, says: unsynced },
  ]),
  { library: 'fs-extra', of: ['kill'], at: [fsExtra.write], says: 'opening it empties the file' },
  { library: 'jsonfile', of: ['kill'], at: [jsonfile.write], says: 'opening it empties the file' },
  {
    library: 'proper-lockfile',
    of: ['kill'],
    at: [lockTarget.write, lockfile.make, lockfile.stale],
    says: 'opening it empties the file; the lock is a directory that its holder removes, or somebody else once it is stale',
  },
]

export function causeOf(library: string, condition: string): Cause | undefined {
  return causes.find((cause) => cause.library === library && cause.of.includes(condition))
}

/** Every line that is named as a cause. */
export const causeLines: readonly Line[] = causes.flatMap(({ at }) => at)

export function linesOf<Name extends string>(
  file: string,
  lines: Record<Name, readonly [line: number, code: string]>,
): Record<Name, Line> {
  const entries = Object.entries<readonly [number, string]>(lines)
  return Object.fromEntries(
    entries.map(([name, [line, code]]) => [name, { place: `${file}:${line}`, code }]),
  ) as Record<Name, Line>
}
