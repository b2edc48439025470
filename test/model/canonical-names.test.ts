import { expect, test } from 'vitest'
import { CanonicalNames } from '../../harness/model/canonical-names.ts'

test('a temporary name is called after the writer and the step that mention it first', () => {
  const names = new CanonicalNames()
  names.keep(['s1.json'])
  expect(names.of('s1.json', 1, '1')).toBe('s1.json')
  expect(names.of('s1.json.77', 1, '2')).toBe('*1.2')
  expect(names.of('s1.json.77', 2, '1')).toBe('*1.2')
  expect(names.of('d.88/x.99', 2, '2')).toBe('*2.2^/*2.2')
})

test('what only a dead writer has mentioned is named anew, by whoever mentions it next', () => {
  const names = new CanonicalNames()
  names.of('a1', 1, '1')
  names.of('b1', 1, '2')
  names.of('b1', 2, '1')
  names.of('c1', 1, '3')
  names.of('d1', 1, '4')
  names.forget(1, ['c1', 'd1/e1'])
  expect(names.of('a1', 2, '2')).toBe('*2.2')
  // Another writer knows it, or it is in the directory, or something lies below it.
  expect(names.of('b1', 2, '3')).toBe('*1.2')
  expect(names.of('c1', 2, '4')).toBe('*1.3')
  expect(names.of('d1', 2, '5')).toBe('*1.4')
})
