import { expect, test } from 'vitest'
import { Shadow } from '../../harness/filesystem/shadow/shadow.ts'
import { areDependent } from '../../harness/model/access.ts'
import type { Operation, PendingStep, Step, StepOutcome } from '../../harness/model/step.ts'

let id = 0
const step = (op: Operation, path: string, rest: Partial<Step> = {}): PendingStep => {
  id += 1
  return { op, path, sync: false, id, call: 1, ...rest }
}
const open = (path: string, handle: number, flags = 'w') => step('open', path, { flags, handle })

/** Names and states are asked for: data is read back from files that hold what they were given last. */
const keyed = (text = '') => {
  const bytes = Buffer.from(text)
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length)
  return new Shadow({ sessionFiles: ['s1.json'], open: () => ({ read, whole: () => bytes }) })
}

function after(shadow: Shadow, ...steps: readonly (readonly [PendingStep, StepOutcome?])[]): Shadow {
  for (const [each, outcome = {}] of steps) shadow.perform(1, each, outcome, 0)
  return shadow
}

test('an operation that no table knows depends on everything, and the store is no longer to be relied on', () => {
  const shadow = after(keyed(), [open('a', 1)])
  const stat = shadow.perform(2, step('stat', 'a'), {}, 0)
  const exchange = shadow.perform(1, step('exchange' as Operation, 'a'), {}, 0)
  expect(areDependent(exchange.access, stat.access)).toBe(true)
  expect(shadow.unforeseen).toBe('exchange is no operation that the store knows')
})

test.each<[string, readonly (readonly [PendingStep, StepOutcome?])[], string]>([
  ['what should fail succeeds', [[step('unlink', 'a')]], 'unlink a succeeds, though ENOENT was expected'],
  [
    'a path leads out of the directory',
    [[open('a', 1)], [step('rename', 'a', { to: '../a' })]],
    'rename a succeeds, though the path leads out of the run directory',
  ],
  [
    'a read gives more than there is',
    [[open('a', 1, 'w+')], [step('read', 'a', { handle: 1, bytes: 9 }), { bytes: 9 }]],
    'read a gives 9 bytes, though 0 were expected',
  ],
  ['what was set is not told', [[open('a', 1)], [step('chmod', 'a')]], 'what chmod a was given is not known'],
])('nothing is concluded where %s', (_, steps, why) => {
  const shadow = after(keyed(), ...steps)
  expect(shadow.unforeseen).toBe(why)
})

test('nor where what was written cannot be read back', () => {
  const shadow = new Shadow({ open: () => null })
  after(shadow, [open('a', 1)], [step('write', 'a', { handle: 1, bytes: 1 }), { bytes: 1 }])
  expect(shadow.unforeseen).toBe('a cannot be read, so that its data is not known')
})

test('an error that was injected changes nothing, but that close gives its descriptor back', () => {
  const shadow = after(keyed(), [open('a', 1)])
  const { key } = shadow
  for (const op of ['unlink', 'stat', 'truncate'] as const) {
    const { access } = shadow.perform(1, step(op, 'a'), { error: 'EIO' }, 0)
    expect(access.all).toBe(true)
  }
  expect(shadow.key).toBe(key)
  after(shadow, [step('close', 'a', { handle: 1 }), { error: 'EIO' }])
  expect(shadow.openAt(1, 1)).toBeNull()
  expect(shadow.unforeseen).toBeNull()
})

test('a look that finds nothing, and does not fail for that, is foreseen', () => {
  const shadow = keyed()
  const nothing = shadow.perform(1, step('stat', 'a'), {}, 0)
  after(shadow, [open('a', 1)])
  expect(shadow.perform(1, step('stat', 'a'), {}, 0).seen).not.toBe(nothing.seen)
  expect(shadow.unforeseen).toBeNull()
})

test('what lies below a directory moves with it', () => {
  const shadow = after(keyed(), [step('mkdir', 'd')], [step('mkdir', 'd/e')], [open('d/e/a', 1)])
  const number = shadow.inodeAt('d/e/a')?.number
  after(shadow, [step('rename', 'd', { to: 'x' })])
  expect(shadow.paths.toSorted()).toEqual(['x', 'x/e', 'x/e/a'])
  expect(shadow.inodeAt('x/e/a')?.number).toBe(number)
})

test('temporary names go by who mentions them, and are told as they are', () => {
  const shadow = keyed()
  const made = open('s1.json.4711', 1)
  shadow.take(1, undefined, [made])
  after(shadow, [made])
  expect(shadow.paths).toEqual(['s1.json.4711'])
  const other = keyed()
  const alike = { ...made, path: 's1.json.815' }
  other.take(1, undefined, [alike])
  after(other, [alike])
  expect(other.key).toBe(shadow.key)
})

test('after a power loss there is what was on disk, and nothing is open', () => {
  const shadow = after(keyed(), [open('a', 1)])
  shadow.adopt(
    new Map([
      ['b', { kind: 'file', bytes: Buffer.from('text') }],
      ['l', { kind: 'symlink', to: 'b' }],
    ]),
  )
  expect(shadow.paths.toSorted()).toEqual(['b', 'l'])
  expect(shadow.inodeAt('b')?.inode).toMatchObject({ data: { size: 4 } })
  expect([shadow.openAt(1, 1), shadow.hasLinks]).toEqual([null, true])
})

test('once there was a symbolic link, a step depends on everything, and has seen everything', () => {
  const shadow = after(keyed(), [step('symlink', 'a', { to: 'l' })])
  const [once, twice] = [open('b', 2), open('b', 3, 'r')].map((each) => shadow.perform(1, each, {}, 0))
  expect([once?.access.all, twice?.access.all]).toEqual([true, true])
  expect(once?.seen).not.toBe(twice?.seen)
})

test('a name that comes or goes shows or hides data that others write', () => {
  const shadow = after(keyed('x'), [open('a', 1)], [step('mkdir', 'd')], [open('d/b', 2)])
  const write = (path: string, handle: number) =>
    shadow.perform(1, step('write', path, { handle, bytes: 1 }), { bytes: 1 }, 0).access
  const [toA, toB] = [write('a', 1), write('d/b', 2)]
  const moved = shadow.perform(2, step('rename', 'a', { to: 's1.json' }), {}, 0).access
  expect([areDependent(moved, toA), areDependent(moved, toB)]).toEqual([true, false])
  const folder = shadow.perform(2, step('rename', 'd', { to: 'e' }), {}, 0).access
  expect([areDependent(folder, toA), areDependent(folder, toB)]).toEqual([false, true])
})
