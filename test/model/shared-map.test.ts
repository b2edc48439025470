import { expect, test } from 'vitest'
import { SharedMap } from '../../harness/model/shared-map.ts'

test('what one owner changes, none of the others sees', () => {
  const first = new SharedMap([
    ['kept', 1],
    ['removed', 2],
  ])
  const second = first.fork()
  const third = second.fork()
  first.set('added', 3)
  second.delete('removed')
  third.clear()
  expect([...first]).toEqual([
    ['kept', 1],
    ['removed', 2],
    ['added', 3],
  ])
  expect([...second]).toEqual([['kept', 1]])
  expect(third.size).toBe(0)
  third.set('kept', 4)
  expect(second.get('kept')).toBe(1)
})
