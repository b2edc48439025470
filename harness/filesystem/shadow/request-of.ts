import { posix } from 'node:path'
import type { FileOperation, StepOutcome, Step } from '../../model/step.ts'
import type { AtHandle, AtPath, Requests } from '../requests.ts'
import { bitsOf } from './flags.ts'

/** What a step is carried out with, and what came of that where only this tells what was asked for. */
export interface Given {
  readonly step: Step
  readonly outcome: StepOutcome
  readonly path: AtPath
  readonly to: AtPath
  /** What a write has written. */
  readonly data: Uint8Array
}

/** Where the bits of permission, which the kernel decides, are told by what was made. */
const anyMode = 0o777

type RequestOf = { readonly [Op in FileOperation]: (given: Given) => Requests[Op] | null }

/** What a link says, by where it leads: steps name that from the run directory. */
function fromLink(target: string, link: string): string {
  const isElsewhere = target.startsWith('/') || target.startsWith('..')
  return isElsewhere ? target : posix.relative(posix.dirname(link), target) || '.'
}

/** By operation, what a step asks of the store; null where that cannot be told. */
const requests: RequestOf = {
  open: ({ step: { flags, handle = 0 }, outcome: { made }, path }) => ({
    ...path,
    flags: bitsOf(flags),
    permissions: madeIn(made)?.permissions ?? anyMode,
    handle,
  }),
  // A read is taken apart: it may ask for less than its step says. Only what finds nothing asks for all of it.
  read: ({ step, outcome: { bytes } }) => ({
    ...byHandle(step),
    bytes: bytes || (step.bytes ?? 0),
    ...at(step),
  }),
  write: ({ step, data }) => ({ ...byHandle(step), data, ...at(step) }),
  close: ({ step }) => byHandle(step),
  fsync: ({ step }) => byHandle(step),
  fdatasync: ({ step }) => byHandle(step),
  lock: ({ step }) => byHandle(step),
  unlock: ({ step }) => byHandle(step),
  truncate: (given) => ({ ...subjectOf(given), length: given.step.bytes ?? 0 }),
  stat: ({ path }) => path,
  lstat: ({ path }) => path,
  fstat: ({ step }) => byHandle(step),
  statfs: ({ path }) => path,
  access: ({ path }) => ({ ...path, wanted: 0 }),
  readdir: ({ path }) => path,
  readlink: ({ path }) => path,
  realpath: ({ path }) => path,
  rename: ({ path, to }) => ({ from: path, to }),
  unlink: ({ path }) => path,
  link: ({ path, to }) => ({ from: path, to }),
  symlink: ({ path, to }) => ({ ...to, target: fromLink(path.path, to.path) }),
  mkdir: ({ path, outcome: { made } }) => ({ ...path, permissions: madeIn(made)?.permissions ?? anyMode }),
  rmdir: ({ path }) => path,
  mkdtemp: ({ path }) => path,
  chmod(given) {
    const made = madeIn(given.outcome.made)
    return made && { ...subjectOf(given), permissions: made.permissions }
  },
  chown(given) {
    const made = madeIn(given.outcome.made)
    return made && { ...subjectOf(given), uid: made.uid, gid: made.gid }
  },
  utimes(given) {
    const [accessed, modified] = given.outcome.dated?.split(' ') ?? []
    if (accessed === undefined || modified === undefined) return null
    return { ...subjectOf(given), accessedNanos: nanosOf(accessed), modifiedNanos: nanosOf(modified) }
  },
}

/** What a step asks of the store; null where that cannot be told. @throws TypeError for an operation that has no row */
export function requestOf<Op extends FileOperation>(op: Op, given: Given): Requests[Op] | null {
  return requests[op](given)
}

/** Mode and owner as a step's outcome has them. */
export function madeIn(made: string | undefined): { permissions: number; uid: number; gid: number } | null {
  if (made === undefined) return null
  const [mode = 0, uid = 0, gid = 0] = made.split(' ').map(Number)
  return { permissions: mode & 0o7777, uid, gid }
}

function byHandle({ handle = 0 }: Step): AtHandle {
  return { handle }
}

function subjectOf({ step, path }: Given): AtPath | AtHandle {
  return step.handle === undefined ? path : byHandle(step)
}

function at({ position }: Step): { position?: number } {
  return position === undefined ? {} : { position }
}

function nanosOf(millis: string): bigint {
  return BigInt(Math.round(Number(millis) * 1e6))
}
