import { isCreating } from '../model/file-system.ts'
import type { FaultKind } from '../model/fault-kind.ts'
import type { Fault } from '../model/fault.ts'
import type { Operation, Step } from '../model/step.ts'

const full = ['ENOSPC', 'EDQUOT'] as const
const denied = ['EACCES', 'EPERM', 'EROFS'] as const
const tooMany = ['EMFILE', 'ENFILE'] as const

/**
 * The errors that a system call may give of itself, by POSIX.1-2024 and the Linux manual pages (section 2), as far as
 * the directory that the target sees does not contradict them: no ENOENT on `unlink` or `rename`, since the target
 * would be right to take the name for gone, and to leave it. EBUSY is what Windows and network drives give where a
 * name is in use. EINTR stands where POSIX has it; libuv hides it from most callers, other runtimes do not.
 */
const errors: Readonly<Partial<Record<Operation, readonly string[]>>> = {
  open: ['EACCES', ...tooMany, 'EIO', 'EINTR', 'ENOENT'],
  read: ['EIO', 'EINTR'],
  write: [...full, 'EIO', 'EINTR'],
  // What was written may come to nothing as late as here (close(2)).
  close: ['EIO', ...full, 'EINTR'],
  fsync: ['EIO', ...full, 'EINTR'],
  fdatasync: ['EIO', ...full, 'EINTR'],
  truncate: ['EIO', 'EINTR'],
  stat: ['EACCES', 'EIO', 'ENOENT'],
  lstat: ['EACCES', 'EIO'],
  fstat: ['EIO'],
  statfs: ['EACCES', 'EIO', 'EINTR'],
  access: ['EACCES', 'EIO', 'ENOENT'],
  readdir: ['EACCES', ...tooMany, 'EIO', 'ENOENT'],
  readlink: ['EACCES', 'EIO'],
  realpath: ['EACCES', 'EIO'],
  rename: [...denied, 'EBUSY', 'EXDEV', ...full, 'EIO'],
  unlink: [...denied, 'EBUSY', 'EIO'],
  link: [...denied, 'EXDEV', ...full, 'EIO'],
  symlink: [...denied, ...full, 'EIO'],
  mkdir: [...denied, ...full, 'EIO', 'ENOENT'],
  rmdir: [...denied, 'EBUSY', 'EIO'],
  mkdtemp: [...denied, ...full, 'EIO', 'ENOENT'],
  chmod: [...denied, 'EIO'],
  chown: [...denied, 'EIO'],
  utimes: [...denied, 'EIO'],
}

const creating = [...(errors.open ?? []), 'EPERM', 'EROFS', ...full]
/** Over as soon as it has happened: to meet one of these for ever would be another machine. */
const passing: ReadonlySet<string> = new Set(['EINTR', 'ENOENT'])
/** A file system does not become another one for a moment. */
const lasting: ReadonlySet<string> = new Set(['EROFS', 'EXDEV'])

/** The errors that may strike a step. */
export function errorsOf({ op, flags }: Pick<Step, 'op' | 'flags'>): readonly string[] {
  return op === 'open' && isCreating(flags) ? creating : (errors[op] ?? [])
}

const known = new Map<readonly string[], readonly Fault[]>()

/** A step fails, once or from now on. What lies outside any call is spared: nobody could reject there. */
export const errno: FaultKind = {
  name: 'errno',
  weight: 4,
  strikes(step) {
    if (step.call === 0) return []
    const codes = errorsOf(step)
    const faults = known.get(codes) ?? codes.flatMap(once)
    known.set(codes, faults)
    return faults
  },
}

function once(code: string): Fault[] {
  return [
    ...(lasting.has(code) ? [] : [{ kind: 'errno', code } as const]),
    ...(passing.has(code) ? [] : [{ kind: 'errno', code, lasts: true } as const]),
  ]
}
