import { expect, test } from 'vitest'
import { idleIn, quietestFirst } from '../../harness/processes/cores.ts'

/** As the kernel writes it: the time for programs, for nice ones and for itself, idle, and waiting for a disk. */
const stat = (first: string, second: string) => `cpu  9 9 9 9 9 0 0 0 0 0
cpu0 ${first} 0 359 2594 0 0
cpu1 ${second} 0 2946 2691 0 0
intr 547 0 0
`

test('a core is idle, too, while it waits for a disk', () => {
  expect(idleIn(stat('1841567 330302 454157 466559 973', '1621217 321056 433324 708799 2630'))).toEqual(
    new Map([
      [0, 467_532],
      [1, 711_429],
    ]),
  )
  expect(idleIn('nothing of the sort')).toEqual(new Map())
})

test('who needs one core takes that which has had less to do meanwhile', () => {
  const before = idleIn(stat('100 0 10 50 0', '10 0 10 500 0'))
  const firstIsBusy = idleIn(stat('110 0 10 50 0', '10 0 10 510 0'))
  const secondIsBusy = idleIn(stat('100 0 10 60 0', '20 0 10 500 0'))
  expect(quietestFirst([0, 1], before, firstIsBusy)).toEqual([1, 0])
  expect(quietestFirst([0, 1], before, secondIsBusy)).toEqual([0, 1])
  expect(quietestFirst([3, 4], before, firstIsBusy)).toEqual([3, 4])
})
