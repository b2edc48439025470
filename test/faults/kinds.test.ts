import { expect, test } from 'vitest'
import { Aftermath } from '../../harness/faults/aftermath.ts'
import { faultKinds, faultMenu } from '../../harness/faults/index.ts'
import type { Finds } from '../../harness/model/finds.ts'
import { describeFault, type Fault } from '../../harness/model/fault.ts'
import type { PendingStep } from '../../harness/model/step.ts'
import { choice, plain } from '../support/choices.ts'

const step = (rest: Partial<PendingStep>): PendingStep => choice(1, 1, { handle: 1, bytes: 10, ...rest }).step
const finds = plain
const absent: Finds = { ...plain, path: 'absent' }
const named = (faults: readonly { readonly fault: Fault }[]) =>
  faults.map(({ fault }) => describeFault(fault))

test('an error strikes once or from then on, as far as that makes sense', () => {
  const menu = faultMenu(['errno'])
  expect(named(menu(step({ op: 'write' }), plain))).toEqual([
    'ENOSPC',
    'ENOSPC from now on',
    'EDQUOT',
    'EDQUOT from now on',
    'EIO',
    'EIO from now on',
  ])
  expect(named(menu(step({ op: 'read' }), plain))).toEqual(['EIO', 'EIO from now on', 'EINTR'])
  expect(named(menu(step({ op: 'rename' }), plain))).not.toContain('EXDEV')
})

test('what no call asked for is spared by errors, and killed all the same', () => {
  const open = step({ op: 'write', call: 0 })
  expect(faultMenu(['errno', 'short-write'])(open, plain)).toEqual([])
  expect(named(faultMenu(['kill'])(open, plain))).toEqual(['killed', 'killed after 5 B'])
  expect(named(faultMenu(['kill'])(step({ op: 'rename' }), plain))).toEqual(['killed'])
})

test('a write of more than a byte can be cut short', () => {
  const menu = faultMenu(['short-write'])
  expect(menu(step({ op: 'write' }), plain).map(({ fault }) => fault)).toEqual([
    { kind: 'short-write', bytes: 5 },
    { kind: 'short-write', bytes: 5, followedBy: 'ENOSPC' },
  ])
  expect(menu(step({ op: 'write', bytes: 1 }), plain)).toEqual([])
  expect(menu(step({ op: 'read' }), plain)).toEqual([])
})

test('a kind is drawn as often as it weighs, however many faults it has', () => {
  const menu = faultMenu(faultKinds.map(({ name }) => name))
  const onWrite = menu(step({ op: 'write' }), plain)
  const onTimerAhead = menu(step({ op: 'timer' }), plain, true)
  for (const { name, weight } of faultKinds) {
    // A stall strikes nothing but a timer that is ahead.
    const offered = name === 'stall' ? onTimerAhead : onWrite
    const sum = offered.filter(({ fault }) => fault.kind === name).reduce((all, each) => all + each.weight, 0)
    expect(sum).toBeCloseTo(weight)
  }
})

test('errors are chosen by their codes, beside other kinds', () => {
  const menu = faultMenu(['errno:ENOSPC', 'errno:EDQUOT', 'short-write'])
  expect(named(menu(step({ op: 'write' }), plain))).toEqual([
    'ENOSPC',
    'ENOSPC from now on',
    'EDQUOT',
    'EDQUOT from now on',
    'short write',
    'short write, then ENOSPC',
  ])
  expect(named(menu(step({ op: 'stat' }), plain))).toEqual([])
  expect(named(faultMenu(['errno:ENOSPC', 'errno'])(step({ op: 'stat' }), plain))).toContain('EIO')
})

test('an error that lasts strikes every later step of the operation that it can strike', () => {
  const aftermath = new Aftermath()
  aftermath.add(1, step({ op: 'open', flags: 'w' }), { kind: 'errno', code: 'EROFS', lasts: true })
  const struck = { kind: 'errno', code: 'EROFS' }
  expect(aftermath.strike(2, step({ op: 'open', flags: 'wx' }), absent)).toEqual(struck)
  expect(aftermath.strike(2, step({ op: 'open', flags: 'w' }), finds)).toEqual(struck)
  // Where the kernel says EEXIST, or would not write.
  expect(aftermath.strike(2, step({ op: 'open', flags: 'wx' }), finds)).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'open', flags: 'r' }), finds)).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'rename' }), finds)).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'open', flags: 'w', call: 0 }), finds)).toBeUndefined()
})

test('a limit of one process does not meet another', () => {
  const aftermath = new Aftermath()
  aftermath.add(1, step({ op: 'open' }), { kind: 'errno', code: 'EMFILE', lasts: true })
  expect(aftermath.strike(1, step({ op: 'open' }), finds)).toEqual({ kind: 'errno', code: 'EMFILE' })
  expect(aftermath.strike(2, step({ op: 'open' }), finds)).toBeUndefined()
})

test('after a write that was cut short, the next one to that file fails, once', () => {
  const aftermath = new Aftermath()
  aftermath.add(1, step({ op: 'write' }), { kind: 'short-write', bytes: 5, followedBy: 'ENOSPC' })
  expect(aftermath.strike(1, step({ op: 'write', handle: 2 }), finds)).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'fsync' }), finds)).toBeUndefined()
  expect(aftermath.strike(1, step({ op: 'write' }), finds)).toEqual({ kind: 'errno', code: 'ENOSPC' })
  expect(aftermath.strike(1, step({ op: 'write' }), finds)).toBeUndefined()
})
