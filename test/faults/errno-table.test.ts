import { describe, expect, test } from 'vitest'
import { errorsOf } from '../../harness/faults/errno.ts'
import { errnoTable } from '../../harness/faults/errno-table.ts'
import { injectedErrors } from '../../harness/model/fault.ts'
import { findsOf } from '../../harness/filesystem/shadow/finds-of.ts'
import { Shadow } from '../../harness/filesystem/shadow/shadow.ts'
import type { Finds } from '../../harness/model/finds.ts'
import { operations, type Operation, type Step } from '../../harness/model/step.ts'

const places = ['there', 'absent', 'unreachable'] as const
const everyFinds: Finds[] = places.flatMap((path) =>
  places.flatMap((to) => [true, false].map((writable) => ({ path, to, writable }))),
)
const flags = ['r', 'r+', 'w', 'wx', 'a', 'ax', 'O_RDWR|O_CREAT', 'O_WRONLY|O_CREAT|O_EXCL|O_APPEND']

function errors(op: Operation, finds: Partial<Finds>, rest: Partial<Step> = {}): string {
  const full: Finds = { path: 'there', to: 'absent', writable: true, ...finds }
  return errorsOf({ op, bytes: 10, ...rest }, full)
    .toSorted()
    .join(' ')
}

const everything = (op: Operation) =>
  everyFinds.flatMap((finds) => flags.flatMap((flag) => errors(op, finds, { flags: flag }).split(' ')))

/** What the kernel finds by looking at a name it gives by itself, where it is so. */
const told = /ENOENT|EEXIST|ENOTDIR|EISDIR|ENOTEMPTY|ELOOP|EINVAL|EBADF/

describe.each(operations)('%s', (op) => {
  test('never contradicts the directory', () => {
    expect(everything(op).filter((code) => told.test(code))).toEqual([])
  })

  test('each error has its reason', () => {
    for (const { codes, why } of errnoTable[op]) {
      expect(codes).not.toEqual([])
      expect(why).toMatch(/\w+ \w+/)
    }
  })
})

test('every error of the list strikes something', () => {
  expect([...new Set(operations.flatMap(everything))].filter(Boolean).toSorted()).toEqual(
    injectedErrors.toSorted(),
  )
})

const [absent, unreachable] = [{ path: 'absent' }, { path: 'unreachable' }] as const

/** Operation, flags, what it meets, and what it can give then: POSIX.1-2024, Linux' manual pages, fs/namei.c. */
const table: [Operation, string, Partial<Finds>, string][] = [
  ['open', 'r', {}, 'EACCES EIO EMFILE ENFILE'],
  // The kernel says ENOENT, unless it comes to nothing before.
  ['open', 'r', absent, 'EIO EMFILE ENFILE'],
  ['open', 'r+', {}, 'EACCES EIO EMFILE ENFILE EPERM EROFS'],
  // A file that is there takes no room in its directory.
  ['open', 'w', {}, 'EACCES EIO EMFILE ENFILE EPERM EROFS'],
  ['open', 'a', absent, 'EACCES EDQUOT EIO EMFILE ENFILE ENOSPC EPERM EROFS'],
  ['open', 'wx', absent, 'EACCES EDQUOT EIO EMFILE ENFILE ENOSPC EPERM EROFS'],
  // The kernel says EEXIST.
  ['open', 'wx', {}, 'EIO EMFILE ENFILE'],
  ['open', 'w', unreachable, 'EIO EMFILE ENFILE'],
  ['stat', '', {}, 'EIO'],
  ['lstat', '', absent, 'EIO'],
  ['access', '', {}, ''],
  ['readdir', '', {}, 'EACCES EIO EMFILE ENFILE'],
  ['readdir', '', absent, 'EIO EMFILE ENFILE'],
  ['mkdir', '', absent, 'EACCES EDQUOT EIO ENOSPC EPERM EROFS'],
  ['mkdir', '', {}, 'EIO'],
  ['mkdir', '', unreachable, 'EIO'],
  ['mkdtemp', '', absent, 'EACCES EDQUOT EIO ENOSPC EPERM EROFS'],
  ['rename', '', {}, 'EACCES EBUSY EDQUOT EIO ENOSPC EPERM EROFS EXDEV'],
  ['rename', '', { to: 'there' }, 'EACCES EBUSY EDQUOT EIO ENOSPC EPERM EROFS EXDEV'],
  // The kernel says ENOENT, but looks at the mounts before.
  ['rename', '', absent, 'EIO EROFS EXDEV'],
  ['rename', '', unreachable, 'EIO'],
  ['unlink', '', {}, 'EACCES EBUSY EIO EPERM EROFS'],
  ['unlink', '', absent, 'EIO EROFS'],
  ['rmdir', '', unreachable, 'EIO'],
  ['link', '', {}, 'EACCES EDQUOT EIO ENOSPC EPERM EROFS EXDEV'],
  ['link', '', { to: 'there' }, 'EIO'],
  ['symlink', '', { to: 'there' }, 'EIO'],
  ['chmod', '', {}, 'EIO EPERM EROFS'],
  ['chmod', '', absent, 'EIO'],
  ['close', '', {}, 'EDQUOT EIO ENOSPC'],
  // Nothing was written that could come to nothing.
  ['close', '', { writable: false }, 'EIO'],
  ['write', '', {}, 'EDQUOT EIO ENOSPC'],
  ['timer', '', {}, ''],
  ['begin', '', {}, ''],
]

test.each(table)('%s %s, where %j: %s', (op, flag, finds, expected) => {
  expect(errors(op, finds, flag === '' ? {} : { flags: flag })).toBe(expected)
})

test('a write of nothing cannot fail', () => {
  expect(errors('write', {}, { bytes: 0 })).toBe('')
})

test('what a step meets follows from the steps so far', () => {
  const shadow = new Shadow()
  const apply = (each: Step, id: number) => shadow.perform(1, { ...each, id, call: 1 }, {}, 0)
  const step = (op: Operation, path: string, rest: Partial<Step> = {}): Step => ({
    op,
    path,
    sync: false,
    ...rest,
  })
  const meets = (...of: Parameters<typeof step>) => findsOf(shadow, 1, step(...of))
  expect(meets('open', 'f', { flags: 'w', handle: 1 })).toMatchObject({ path: 'absent' })
  expect(meets('open', 'd/f', { flags: 'w', handle: 1 })).toMatchObject({ path: 'unreachable' })
  expect(meets('readdir', '')).toMatchObject({ path: 'there' })
  apply(step('open', 'f', { flags: 'w', handle: 1 }), 1)
  apply(step('open', 'f', { flags: 'r', handle: 2 }), 2)
  expect(meets('close', 'f', { handle: 1 })).toMatchObject({ path: 'there', writable: true })
  expect(meets('close', 'f', { handle: 2 })).toMatchObject({ path: 'there', writable: false })
  expect(meets('link', 'f', { to: 'g' })).toMatchObject({ path: 'there', to: 'absent' })
  apply(step('rename', 'f', { to: 'g' }), 3)
  expect(meets('stat', 'f')).toMatchObject({ path: 'absent' })
  // What is open is there, whatever has become of its name.
  expect(meets('write', 'f', { handle: 1 })).toMatchObject({ path: 'there', writable: true })
  expect(meets('rename', 'g', { to: '../elsewhere' })).toMatchObject({ path: 'there', to: 'there' })
})
