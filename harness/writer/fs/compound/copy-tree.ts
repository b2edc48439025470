import { constants, type Stats } from 'node:fs'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { codeOf, fsError } from '../errors.ts'
import { wait, type Plan } from '../plan.ts'

/** Any operation by name, whether its paths lie under control or not. */
export type Call = (name: string, ...args: unknown[]) => Plan<unknown>

export interface Copying {
  readonly dereference?: boolean
  readonly errorOnExist?: boolean
  readonly filter?: (source: string, destination: string) => boolean | Promise<boolean>
  readonly force?: boolean
  readonly mode?: number
  readonly preserveTimestamps?: boolean
  readonly recursive?: boolean
  readonly verbatimSymlinks?: boolean
}

/** https://nodejs.org/api/fs.html#fscpsrc-dest-options-callback */
export function* copyTree(call: Call, from: string, to: string, copying: Copying): Plan<void> {
  if (!(yield* passes(from, to, copying))) return
  const source = yield* look(call, from, copying)
  const sink = yield* lookIfThere(call, to, copying)
  check(source, sink, from, to, copying)
  if (!sink) yield* call('mkdir', dirname(to), { recursive: true })
  yield* copyEntry(call, from, to, source, sink, copying)
}

function* copyEntry(
  call: Call,
  from: string,
  to: string,
  source: Stats,
  sink: Stats | null,
  copying: Copying,
): Plan<void> {
  if (source.isSymbolicLink()) yield* copyLink(call, from, to, sink, copying)
  else if (source.isDirectory()) yield* copyDirectory(call, from, to, source, sink, copying)
  else yield* copyOneFile(call, from, to, source, sink, copying)
}

function* copyDirectory(
  call: Call,
  from: string,
  to: string,
  source: Stats,
  sink: Stats | null,
  copying: Copying,
): Plan<void> {
  if (!sink) yield* call('mkdir', to)
  for (const name of (yield* call('readdir', from)) as string[]) {
    const [child, copied] = [join(from, name), join(to, name)]
    if (!(yield* passes(child, copied, copying))) continue
    const childSource = yield* look(call, child, copying)
    const childSink = yield* lookIfThere(call, copied, copying)
    check(childSource, childSink, child, copied, copying)
    yield* copyEntry(call, child, copied, childSource, childSink, copying)
  }
  if (!sink) yield* call('chmod', to, source.mode)
}

function* copyOneFile(
  call: Call,
  from: string,
  to: string,
  source: Stats,
  sink: Stats | null,
  copying: Copying,
): Plan<void> {
  if (sink) {
    if (copying.force === false) {
      if (copying.errorOnExist === true) throw alreadyThere(to)
      return
    }
    yield* call('unlink', to)
  }
  yield* call(
    'copyFile',
    from,
    to,
    (copying.mode ?? 0) & constants.COPYFILE_FICLONE_FORCE ? 0 : (copying.mode ?? 0),
  )
  if (copying.preserveTimestamps === true) yield* call('utimes', to, source.atime, source.mtime)
  yield* call('chmod', to, source.mode)
}

function* copyLink(call: Call, from: string, to: string, sink: Stats | null, copying: Copying): Plan<void> {
  const stored = (yield* call('readlink', from)) as string
  const pointedAt =
    copying.verbatimSymlinks === true || isAbsolute(stored) ? stored : resolve(dirname(from), stored)
  if (sink?.isSymbolicLink()) yield* call('unlink', to)
  // Anything else in the way is an error, as in Node.
  yield* call('symlink', pointedAt, to)
}

function* passes(from: string, to: string, { filter }: Copying): Plan<boolean> {
  const answer = filter ? filter(from, to) : true
  return typeof answer === 'object' ? yield* wait(answer) : answer
}

function* look(call: Call, path: string, { dereference }: Copying): Plan<Stats> {
  return (yield* call(dereference === true ? 'stat' : 'lstat', path)) as Stats
}

function* lookIfThere(call: Call, path: string, copying: Copying): Plan<Stats | null> {
  try {
    return yield* look(call, path, copying)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return null
  }
}

function check(source: Stats, sink: Stats | null, from: string, to: string, { recursive }: Copying): void {
  if (source.isDirectory() && recursive !== true)
    refuse('EISDIR', 'EISDIR', `${from} is a directory (not copied)`, from)
  if (sink && sink.ino === source.ino && sink.dev === source.dev) {
    refuse('CP_EINVAL', 'EINVAL', 'src and dest cannot be the same', to)
  }
  if (sink && source.isDirectory() && !sink.isDirectory()) {
    refuse('CP_DIR_TO_NON_DIR', 'EISDIR', `cannot overwrite non-directory ${to} with directory ${from}`, to)
  }
  if (sink && !source.isDirectory() && sink.isDirectory()) {
    refuse('CP_NON_DIR_TO_DIR', 'ENOTDIR', `cannot overwrite directory ${to} with non-directory ${from}`, to)
  }
  if (source.isDirectory() && (resolve(to) + sep).startsWith(resolve(from) + sep)) {
    refuse('CP_EINVAL', 'EINVAL', `cannot copy ${from} to a subdirectory of self ${to}`, to)
  }
}

function refuse(name: string, code: string, problem: string, path: string): never {
  throw fsError(`ERR_FS_${name}`, 'Cannot copy', { code, message: problem, syscall: 'cp', path })
}

function alreadyThere(path: string): Error {
  const info = { code: 'EEXIST', message: `${path} already exists`, syscall: 'cp', path }
  return fsError('ERR_FS_CP_EEXIST', 'Target already exists', info)
}
