import { expect, test } from 'vitest'
import { RecentKeys } from '../../harness/model/recent-keys.ts'

test('a key is met once, until there were too many others', () => {
  const keys = new RecentKeys(2)
  const met = ['a', 'a', 'b', 'a', 'c', 'c', 'a'].map((key) => keys.meet(key))
  expect(met).toEqual([true, false, true, false, true, false, true])
})
