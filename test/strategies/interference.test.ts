import { expect, test } from 'vitest'
import { mayInterfere } from '../../harness/strategies/interference.ts'
import { choice } from '../support/choices.ts'

test.each([
  ['writes to one file', { op: 'write', path: 'a' }, { op: 'write', path: 'a' }, true],
  ['a write and a read of it', { op: 'write', path: 'a' }, { op: 'read', path: 'a' }, true],
  ['reads of one file', { op: 'read', path: 'a' }, { op: 'stat', path: 'a' }, false],
  ['writes to two files', { op: 'write', path: 'a' }, { op: 'write', path: 'b' }, false],
  ['a rename onto what is read', { op: 'rename', path: 'b', to: 'a' }, { op: 'read', path: 'a' }, true],
  [
    'a rename away from what is written',
    { op: 'rename', path: 'a', to: 'b' },
    { op: 'write', path: 'a' },
    true,
  ],
  ['a truncating open and a write', { op: 'open', path: 'a', flags: 'w' }, { op: 'write', path: 'a' }, true],
  ['a reading open and a read', { op: 'open', path: 'a', flags: 'r' }, { op: 'read', path: 'a' }, false],
  [
    'an exclusive open and another',
    { op: 'open', path: 'a', flags: 'wx' },
    { op: 'open', path: 'a', flags: 'wx' },
    true,
  ],
  [
    'a directory that is removed and a file in it',
    { op: 'rmdir', path: 'd' },
    { op: 'open', path: 'd/a' },
    true,
  ],
  [
    'a listing and a file that appears in it',
    { op: 'readdir', path: 'd' },
    { op: 'unlink', path: 'd/a' },
    true,
  ],
  ['names that only begin alike', { op: 'write', path: 'a' }, { op: 'write', path: 'ab' }, false],
  ['timers', { op: 'timer' }, { op: 'timer' }, false],
] as const)('%s', (_what, one, other, expected) => {
  expect(mayInterfere(choice(1, 1, one), choice(2, 1, other))).toBe(expected)
  expect(mayInterfere(choice(2, 1, other), choice(1, 1, one))).toBe(expected)
})

test('the steps of one writer always may', () => {
  expect(mayInterfere(choice(1, 1, { op: 'read' }), choice(1, 2, { op: 'read', path: 'b' }))).toBe(true)
})
