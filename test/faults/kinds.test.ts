import { expect, test } from 'vitest'
import { Aftermath } from '../../harness/faults/aftermath.ts'
import { errorsOf } from '../../harness/faults/errno.ts'
import { faultKinds, faultMenu } from '../../harness/faults/index.ts'
import { describeFault, type Fault } from '../../harness/model/fault.ts'
import { operations, type PendingStep } from '../../harness/model/step.ts'
import { choice } from '../support/choices.ts'

const step = (rest: Partial<PendingStep>): PendingStep => choice(1, 1, { handle: 1, bytes: 10, ...rest }).step
const named = (faults: readonly { readonly fault: Fault }[]) =>
  faults.map(({ fault }) => describeFault(fault))

test('an operation gives the errors that POSIX and Linux let it give', () => {
  expect(errorsOf({ op: 'write' })).toEqual(['ENOSPC', 'EDQUOT', 'EIO', 'EINTR'])
  expect(errorsOf({ op: 'rename' })).toEqual(expect.arrayContaining(['EPERM', 'EBUSY', 'EXDEV']))
  expect(errorsOf({ op: 'timer' })).toEqual([])
  // Nothing new is made where nothing is created.
  expect(errorsOf({ op: 'open', flags: 'wx' })).toContain('ENOSPC')
  expect(errorsOf({ op: 'open', flags: 'r' })).not.toContain('ENOSPC')
})

test('no error tells what the directory contradicts', () => {
  for (const op of ['unlink', 'rename', 'rmdir', 'lstat'] as const)
    expect(errorsOf({ op })).not.toContain('ENOENT')
  expect(errorsOf({ op: 'close' }).toSorted()).toEqual(['EDQUOT', 'EINTR', 'EIO', 'ENOSPC'])
})

test('every error of the list strikes something', () => {
  const all = new Set(operations.flatMap((op) => errorsOf({ op, flags: 'w' })))
  const list = 'EACCES EBUSY EDQUOT EINTR EIO EMFILE ENFILE ENOENT ENOSPC EPERM EROFS EXDEV'
  expect([...all].toSorted()).toEqual(list.split(' '))
})

test('an error strikes once or from then on, as far as that makes sense', () => {
  const menu = faultMenu(['errno'])
  expect(named(menu(step({ op: 'write' })))).toEqual([
    'ENOSPC',
    'ENOSPC from now on',
    'EDQUOT',
    'EDQUOT from now on',
    'EIO',
    'EIO from now on',
    'EINTR',
  ])
  expect(named(menu(step({ op: 'rename' })))).not.toContain('EXDEV')
})

test('what no call asked for is spared by errors, and killed all the same', () => {
  const open = step({ op: 'write', call: 0 })
  expect(faultMenu(['errno', 'short-write'])(open)).toEqual([])
  expect(named(faultMenu(['kill'])(open))).toEqual(['killed', 'killed after 5 B'])
  expect(named(faultMenu(['kill'])(step({ op: 'rename' })))).toEqual(['killed'])
})

test('a write of more than a byte can be cut short', () => {
  const menu = faultMenu(['short-write'])
  expect(menu(step({ op: 'write' })).map(({ fault }) => fault)).toEqual([
    { kind: 'short-write', bytes: 5 },
    { kind: 'short-write', bytes: 5, followedBy: 'ENOSPC' },
  ])
  expect(menu(step({ op: 'write', bytes: 1 }))).toEqual([])
  expect(menu(step({ op: 'read' }))).toEqual([])
})

test('a kind is drawn as often as it weighs, however many faults it has', () => {
  const offered = faultMenu(faultKinds.map(({ name }) => name))(step({ op: 'write' }))
  for (const { name, weight } of faultKinds) {
    const sum = offered.filter(({ fault }) => fault.kind === name).reduce((all, each) => all + each.weight, 0)
    expect(sum).toBeCloseTo(weight)
  }
})

test('an error that lasts strikes every later step of the operation that it can strike', () => {
  const aftermath = new Aftermath()
  aftermath.add(1, step({ op: 'open', flags: 'w' }), { kind: 'errno', code: 'EROFS', lasts: true })
  const struck = { kind: 'errno', code: 'EROFS' }
  expect(aftermath.strike(2, step({ op: 'open', flags: 'wx' }))).toEqual(struck)
  expect(aftermath.strike(2, step({ op: 'open', flags: 'wx' }))).toEqual(struck)
  expect(aftermath.strike(1, step({ op: 'open', flags: 'r' }))).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'rename' }))).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'open', flags: 'w', call: 0 }))).toBeUndefined()
})

test('a limit of one process does not meet another', () => {
  const aftermath = new Aftermath()
  aftermath.add(1, step({ op: 'open' }), { kind: 'errno', code: 'EMFILE', lasts: true })
  expect(aftermath.strike(1, step({ op: 'open' }))).toEqual({ kind: 'errno', code: 'EMFILE' })
  expect(aftermath.strike(2, step({ op: 'open' }))).toBeUndefined()
})

test('after a write that was cut short, the next one to that file fails, once', () => {
  const aftermath = new Aftermath()
  aftermath.add(1, step({ op: 'write' }), { kind: 'short-write', bytes: 5, followedBy: 'ENOSPC' })
  expect(aftermath.strike(1, step({ op: 'write', handle: 2 }))).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'fsync' }))).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'write' }))).toEqual({ kind: 'errno', code: 'ENOSPC' })
  expect(aftermath.strike(1, step({ op: 'write' }))).toBeUndefined()
})
