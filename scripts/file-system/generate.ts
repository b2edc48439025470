import { constants } from 'node:fs'
import fc from 'fast-check'
import type { AtHandle, AtPath, FileOperation, Requests } from '../../harness/filesystem/requests.ts'
import { handles, rootMark, writers, type FileStep } from './file-step.ts'

const longestName = 'n'.repeat(255)
const longestPath = `${'x/'.repeat(2047)}y`

const name = fc.constantFrom('a', 'b', 'c')
const plain = fc
  .oneof(
    { weight: 5, arbitrary: fc.tuple(name) },
    { weight: 3, arbitrary: fc.tuple(name, name) },
    { weight: 1, arbitrary: fc.tuple(name, name, name) },
  )
  .map((parts) => parts.join('/'))
const odd = fc.oneof(
  fc.constantFrom('', '.', '..', './', 'é', '\u{1f600}', '\uffee', longestName, `${longestName}n`),
  fc.constantFrom(`a/${longestName}n`, longestPath, `${longestPath}/`, rootMark, '/'),
  plain.map((path) => `${path}/`),
  plain.map((path) => `${path}/.`),
  plain.map((path) => `${path}/..`),
  plain.map((path) => `${path}//`),
  plain.map((path) => `./${path}`),
  plain.map((path) => `${rootMark}/${path}`),
  fc.tuple(plain, plain).map(([one, other]) => `${one}/../${other}`),
)
const path = fc.oneof({ weight: 7, arbitrary: plain }, { weight: 2, arbitrary: odd })
const at: fc.Arbitrary<AtPath> = path.map((given) => ({ path: given }))
const handle = fc.constantFrom(...handles)
const byHandle: fc.Arbitrary<AtHandle> = handle.map((given) => ({ handle: given }))
const either: fc.Arbitrary<AtPath | AtHandle> = fc.oneof(at, byHandle)

const { O_APPEND, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_NOATIME, O_NOFOLLOW, O_RDONLY } = constants
const { O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants
const mode = fc.constantFrom(O_RDONLY, O_WRONLY, O_RDWR, O_RDWR, O_WRONLY | O_RDWR)
const usualFlags = fc.constantFrom(
  O_RDONLY,
  O_CREAT | O_RDWR,
  O_CREAT | O_RDWR,
  O_CREAT | O_WRONLY | O_TRUNC,
  O_CREAT | O_WRONLY | O_EXCL,
  O_CREAT | O_RDWR | O_APPEND,
)
const anyFlags = fc
  .tuple(
    mode,
    fc.subarray([O_APPEND, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_NOATIME, O_NOFOLLOW, O_SYNC, O_TRUNC]),
  )
  .map(([access, others]) => others.reduce((all, bit) => all | bit, access))
const flags = fc.oneof({ weight: 2, arbitrary: usualFlags }, { weight: 1, arbitrary: anyFlags })
const permissions = fc.constantFrom(
  0o666,
  0o777,
  0o600,
  0o700,
  0o444,
  0o555,
  0o070,
  0o007,
  0o4755,
  0o2775,
  0o2666,
  0o1777,
  0,
)
/** The last one is nobody's, and no group of anybody's. */
const id = fc.constantFrom(-1, 0, 54_321)
/** Within one page, across the border of two, and far beyond the end. */
const position = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(4090, 4096, 10_000))
const maybePosition = fc.option(position, { nil: undefined })
const data = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(100, 5000)),
    fc.integer({ min: 1, max: 255 }),
  )
  .map(([length, byte]) => Uint8Array.from({ length }, (_, index) => (byte + index) & 255))
/** Long before virtual and real time, or long after both. */
const nanos = fc
  .constantFrom(1_000_000n, 2_000_000n, 5_000_000_000n)
  .map((seconds) => seconds * 1_000_000_000n)
const times = { accessedNanos: nanos, modifiedNanos: nanos }
const owner = { uid: id, gid: id }

const requests: { readonly [Op in FileOperation]: fc.Arbitrary<Requests[Op]> } = {
  open: fc.record({ path, flags, permissions, handle }),
  read: fc
    .record({ handle, bytes: fc.constantFrom(1, 7, 4096, 20_000), position: maybePosition })
    .map(withoutUndefined),
  write: fc.record({ handle, data, position: maybePosition }).map(withoutUndefined),
  close: byHandle,
  fsync: byHandle,
  fdatasync: byHandle,
  lock: byHandle,
  unlock: byHandle,
  truncate: fc.record({ handle, length: position }),
  stat: at,
  lstat: at,
  fstat: byHandle,
  statfs: at,
  access: fc.record({ path, wanted: fc.integer({ min: 0, max: 7 }) }),
  readdir: at,
  readlink: at,
  realpath: at,
  rename: fc.record({ from: at, to: at }),
  unlink: at,
  link: fc.record({ from: at, to: at }),
  symlink: fc.record({ path, target: path }),
  mkdir: fc.record({ path, permissions }),
  rmdir: at,
  mkdtemp: at,
  chmod: joined(either, fc.record({ permissions })),
  chown: joined(either, fc.record({ ...owner, follow: fc.boolean() })),
  utimes: joined(either, fc.record({ ...times, follow: fc.boolean() })),
}

const weights: Readonly<Record<FileOperation, number>> = {
  open: 14,
  read: 6,
  write: 10,
  close: 3,
  fsync: 1,
  fdatasync: 1,
  lock: 1,
  unlock: 1,
  truncate: 3,
  stat: 3,
  lstat: 3,
  fstat: 3,
  statfs: 1,
  access: 2,
  readdir: 3,
  readlink: 2,
  realpath: 2,
  rename: 9,
  unlink: 4,
  link: 5,
  symlink: 5,
  mkdir: 8,
  rmdir: 3,
  mkdtemp: 1,
  chmod: 3,
  chown: 3,
  utimes: 3,
}

const fileOperations = Object.keys(weights) as FileOperation[]
const writer = fc.constantFrom(...writers)

export const fileStep: fc.Arbitrary<FileStep> = fc.oneof(
  ...fileOperations.map((op) => ({
    weight: weights[op],
    arbitrary: fc
      .tuple(writer, requests[op] as fc.Arbitrary<never>)
      // More kinds of it than the compiler takes apart.
      .map(([by, request]) => ({ writer: by, op, request }) as FileStep),
  })),
)

/** Something to work on: without it, most of a short sequence finds nothing. */
const first: FileStep[] = [
  { writer: 1, op: 'mkdir', request: { path: 'a', permissions: 0o777 } },
  { writer: 2, op: 'mkdir', request: { path: 'a/b', permissions: 0o755 } },
  {
    writer: 1,
    op: 'open',
    request: { path: 'b', flags: O_CREAT | O_RDWR, permissions: 0o666, handle: 1 },
  },
  { writer: 1, op: 'write', request: { handle: 1, data: Uint8Array.of(97, 98, 99, 100) } },
  { writer: 2, op: 'link', request: { from: { path: 'b' }, to: { path: 'a/c' } } },
  { writer: 3, op: 'symlink', request: { path: 'c', target: 'a/c' } },
]
const beginning = fc.oneof(fc.constant(first), fc.subarray(first))
const mostSteps = 60

/** Up to 60 operations by up to three writers. */
export const fileSteps: fc.Arbitrary<FileStep[]> = fc
  .tuple(beginning, fc.array(fileStep, { maxLength: mostSteps - 6, size: 'max' }))
  .map(([some, others]) => some.concat(others))

/** The fields of both. */
function joined<One extends object, Other extends object>(
  one: fc.Arbitrary<One>,
  other: fc.Arbitrary<Other>,
): fc.Arbitrary<One & Other> {
  return fc.tuple(one, other).map(([left, right]) => Object.assign({}, left, right))
}

function withoutUndefined<T extends { position: number | undefined }>({
  position: given,
  ...rest
}: T): Omit<T, 'position'> & { position?: number } {
  return given === undefined ? rest : { ...rest, position: given }
}
