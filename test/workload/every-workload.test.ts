import { expect, test } from 'vitest'
import { everyWorkload, growingSpaces } from '../../harness/workload/every-workload.ts'

const shapeOf = (workload: ReturnType<typeof everyWorkload>[number]) =>
  workload.writers.map((plans) =>
    plans.map(({ operation, session, awaited }) => `${operation} ${session}${awaited ? '' : '+'}`).join(', '),
  )

test('every operation meets every other, whichever writer makes it', () => {
  const space = { writers: 2, calls: 1, sessions: 1 }
  expect(everyWorkload(space, ['export', 'flush']).map(shapeOf)).toEqual([
    ['export s1', 'export s1'],
    ['export s1', 'flush s1'],
    ['flush s1', 'flush s1'],
  ])
})

test('a call that another follows is awaited or not, on every session', () => {
  const workloads = everyWorkload({ writers: 1, calls: 2, sessions: 2 }, ['write'])
  expect(new Set(workloads.flatMap(shapeOf))).toEqual(
    new Set(
      ['s1', 's2'].flatMap((first) =>
        ['', '+'].flatMap((mark) => ['s1', 's2'].map((second) => `write ${first}${mark}, write ${second}`)),
      ),
    ),
  )
})

test('every document has a length of its own', () => {
  const [workload] = everyWorkload({ writers: 3, calls: 2, sessions: 1 }, ['write'])
  const lengths = workload?.writers.flat().map(({ payloadBytes }) => payloadBytes) ?? []
  expect(new Set(lengths).size).toBe(6)
})

test('sizes that are not fixed grow', () => {
  expect(growingSpaces({ writers: 3, calls: 1 })).toEqual([{ writers: 3, calls: 1, sessions: 1 }])
  expect(growingSpaces({})[0]).toEqual({ writers: 2, calls: 1, sessions: 1 })
  expect(growingSpaces({ writers: 2 }).map(({ calls }) => calls)).toEqual([1, 2])
  expect(growingSpaces({ writers: 9 })).toEqual([{ writers: 9, calls: 1, sessions: 1 }])
})
