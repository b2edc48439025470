import { expect, test } from 'vitest'
import { nearestOf, suggestionOf } from '../../harness/model/nearest.ts'

const names = ['max-time', 'writers', 'readers', 'dir']

test.each([
  ['max-tiem', 'max-time'],
  ['maxtime', 'max-time'],
  ['writer', 'writers'],
  ['redaers', 'readers'],
  ['dri', 'dir'],
  ['m', null],
  ['colour', null],
])('%s stands for %s', (given, meant) => {
  expect(nearestOf(given, names)).toBe(meant)
})

test('nothing is suggested where nothing is near', () => {
  expect(suggestionOf('writer', names)).toBe('; did you mean writers?')
  expect(suggestionOf('pigeon', names)).toBe('')
})
