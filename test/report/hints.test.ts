import { expect, test } from 'vitest'
import type { Fault } from '../../harness/model/fault.ts'
import type { Violation } from '../../harness/model/result.ts'
import { hintLines, sizeOf } from '../../harness/report/words.ts'
import { counterexample } from '../support/counterexample.ts'
import { explored } from '../support/result.ts'

function struckBy(fault: Fault | undefined, violation: Partial<Violation> = {}): Violation {
  const [first] = counterexample.schedule
  if (!first) throw new Error('expected a schedule')
  const schedule = [fault ? { ...first, fault } : first]
  return { ...explored, counterexample: { ...counterexample, schedule }, ...violation }
}

const single = { oracle: 'one-writer', writers: 1, calls: 1 } as const

test.each<[string, Violation, RegExp[]]>([
  ['two writers', struckBy(undefined, { oracle: 'one-writer' }), []],
  [
    'one call by itself',
    struckBy(undefined, single),
    [/needs a `read`/, /^ {2}read: \(bytes\) => parseMyFormat\(/],
  ],
  ['one call that an error struck', struckBy({ kind: 'errno', code: 'EIO' }, single), []],
  [
    'a power loss that POSIX allows',
    struckBy({ kind: 'power-loss', model: 'posix', missing: [] }),
    [/--faults=power-loss:ext4/],
  ],
  ['one that ext4 allows', struckBy({ kind: 'power-loss', model: 'ext4', missing: [] }), []],
  [
    'one call by itself in a race',
    { ...explored, ...single, counterexample: null },
    [/needs a `read`/, /^ {2}read: \(bytes\) => parseMyFormat\(/],
  ],
  ['two calls in a race', { ...explored, ...single, calls: 2, counterexample: null }, []],
  [
    'what a call was given, in another format',
    { ...explored, ...single, writers: 2, calls: 2, signature: 'one-writer/reformatted' },
    [
      /in a format of its own.*needs a `read`/,
      /^ {2}read: \(bytes\) => JSON\.parse\(Buffer\.from\(bytes\)\.toString\('utf8'\)\),$/,
    ],
  ],
])('%s: what it may come from', (_, violation, hints) => {
  expect(hintLines(violation)).toEqual(hints.map((hint) => expect.stringMatching(hint) as string))
})

test('calls of several writers are told as a total', () => {
  expect(sizeOf(explored)).toMatch(/^minimal: 2 writers, 2 calls in all, 7 steps/)
  expect(sizeOf({ ...explored, writers: 1 })).toMatch(/^minimal: 1 writer, 2 calls, 7 steps/)
})
