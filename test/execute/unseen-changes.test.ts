import { expect, test } from 'vitest'
import { unseenChanges, type Looked } from '../../harness/controller/execute/unseen-changes.ts'
import type { Content } from '../../harness/model/content.ts'

const torn: Content = { kind: 'unreadable', bytes: 4, reason: 'Unexpected end', mixes: '' }
const asExpected: Looked = {
  entries: ['d/', 'd/s1.json'],
  expected: ['d', 'd/s1.json'],
  files: { s1: 'd/s1.json', s2: 'd/s2.json' },
  differing: {},
}

test.each<[string, Partial<Looked>, string[]]>([
  ['nothing', {}, []],
  ['what no step made', { entries: ['d/', 'd/s1.json', 'x'] }, ['x appeared']],
  ['what no step removed', { entries: ['d/'] }, ['d/s1.json vanished']],
  ['what no step wrote', { differing: { s1: torn } }, ['d/s1.json changed']],
  ['a file once', { entries: ['d/'], differing: { s1: { kind: 'missing' } } }, ['d/s1.json vanished']],
  [
    'a file that is led to by a link',
    {
      entries: ['a', 'd/', 'd/s1.json'],
      expected: ['a', 'd', 'd/s1.json'],
      files: { s1: 'a/s1.json' },
      differing: { s1: torn },
    },
    ['a/s1.json changed'],
  ],
  [
    'a file that sessions share once',
    { files: { s1: 'd/s1.json', s2: 'd/s1.json' }, differing: { s1: torn, s2: torn } },
    ['d/s1.json changed'],
  ],
])('tells %s', (_, looked, changes) => {
  expect(unseenChanges({ ...asExpected, ...looked })).toEqual(changes)
})
