import { expect, test } from 'vitest'
import { listedIn } from '../../harness/filesystem/shadow/listed.ts'
import { CanonicalNames } from '../../harness/model/canonical-names.ts'
import { Unlearned } from '../../harness/model/errors.ts'
import type { LearnedReaction, Place } from '../../harness/programs/predicted/learned.ts'
import { addOrigins, partOf } from '../../harness/programs/predicted/names.ts'

const asksFor = (path: string, name: string): LearnedReaction => ({
  reaction: { asked: [{ id: 4, call: 1, op: 'link', path, sync: true }] },
  outcome: undefined,
  asked: [[name]],
  calls: [],
})
const placeOf = (learned: LearnedReaction): Place => ({
  learned,
  untold: new Map(),
  origins: new Map(),
  next: new Map(),
})
/** What the second writer calls it where the first one has mentioned another name by then. */
const calledBy = ({ origins }: Place) => partOf('*1.5', '2.note', '7.note', { writer: 2, origins })

test.each([
  ['comes to by itself', asksFor('2.note', '*1.8'), true, '2.note', ['#.note']],
  ['has come across', asksFor('5.note', '*1.5'), true, '7.note', []],
  ['uses as it did before', asksFor('2.note', '*1.5'), false, null, []],
])('a name that its writer %s', (_, now, isNews, called, lasting) => {
  const place = placeOf(asksFor('2.note', '*1.5'))
  const shapes = new Set<string>()
  expect(() => calledBy(place)).toThrow(Unlearned)
  expect(addOrigins(place, now, shapes)).toBe(isNews)
  expect([...shapes]).toEqual(lasting)
  if (called === null) expect(() => calledBy(place)).toThrow(Unlearned)
  else expect(calledBy(place)).toBe(called)
  // The same lesson is none.
  expect(addOrigins(place, now, shapes)).toBe(false)
})

test('a name of its own is what it is called at the time', () => {
  expect(partOf('*2.5', 'a7.tmp', 'b9.tmp', { writer: 2, origins: new Map() })).toBe('b9.tmp')
})

test('a list tells in which order made-up names come, and how those are called that last', () => {
  const told = (first: string, second: string, ...lasting: string[]) => {
    const names = new CanonicalNames()
    const entries = [first, second].map((part, index) => ({
      name: names.of(part, index + 1, '5'),
      kind: 'file' as const,
    }))
    return listedIn({ entries }, names, new Set(lasting))
  }
  expect(told('1.note', '2.note')).toBe(told('3.note', '4.note'))
  expect(told('1.note', '2.note')).not.toBe(told('2.note', '1.note'))
  expect(told('1.note', '2.note', '#.note')).not.toBe(told('3.note', '4.note', '#.note'))
  expect(told('a', 'b')).toBe('')
})
