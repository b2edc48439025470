import { expect, test } from 'vitest'
import { everyWorkload, growingSpaces, spacesFor } from '../../harness/workload/every-workload.ts'

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

test('a call that another follows is awaited in one space, and in another some are not', () => {
  const space = { writers: 1, calls: 2, sessions: 1 }
  expect(everyWorkload(space, ['write']).map(shapeOf)).toEqual([['write s1, write s1']])
  expect(everyWorkload({ ...space, unawaited: true }, ['write']).map(shapeOf)).toEqual([
    ['write s1+, write s1'],
  ])
})

test('every session is written, and sessions differ in name alone', () => {
  const space = { writers: 2, calls: 1, sessions: 2 }
  expect(everyWorkload(space, ['export', 'flush']).map(shapeOf)).toEqual([
    ['export s1', 'export s2'],
    ['export s1', 'flush s2'],
    ['flush s1', 'flush s2'],
  ])
})

test('no workload is in two spaces', () => {
  const all = growingSpaces({}).flatMap((space) => everyWorkload(space, ['export', 'flush']).map(shapeOf))
  expect(new Set(all.map((shape) => JSON.stringify(shape))).size).toBe(all.length)
})

test('every document has a length of its own', () => {
  const [workload] = everyWorkload({ writers: 3, calls: 2, sessions: 1 }, ['write'])
  const lengths = workload?.writers.flat().map(({ payloadBytes }) => payloadBytes) ?? []
  expect(new Set(lengths).size).toBe(6)
})

test('where each call is awaited, no space has one that is not', () => {
  const all = growingSpaces({ overlap: false })
  expect(all).toEqual(growingSpaces({}).filter(({ unawaited }) => !unawaited))
  expect(growingSpaces({ writers: 5, calls: 2, overlap: false })).toEqual([
    { writers: 5, calls: 2, sessions: 1 },
  ])
})

test('of what is served, no space has a call that is not awaited', () => {
  const facts = { overlap: true, loads: false, sessionFiles: ['s1.json', 's2.json'], specification: null }
  const isAwaited = ({ unawaited }: { unawaited?: true }) => unawaited !== true
  expect(spacesFor({}, facts).every(isAwaited)).toBe(false)
  expect(spacesFor({}, { ...facts, served: true })).toEqual(spacesFor({}, facts).filter(isAwaited))
})

test('sizes that are not fixed grow', () => {
  expect(growingSpaces({ writers: 3, calls: 1 })).toEqual([{ writers: 3, calls: 1, sessions: 1 }])
  expect(growingSpaces({ writers: 5, calls: 2 })).toMatchObject([{ writers: 5 }, { unawaited: true }])
  expect(growingSpaces({})[0]).toEqual({ writers: 2, calls: 1, sessions: 1 })
  expect(growingSpaces({ writers: 2, sessions: 1 }).map(({ calls }) => calls)).toEqual([1, 2, 2])
  expect(growingSpaces({ writers: 9 })).toEqual([{ writers: 9, calls: 1, sessions: 1 }])
})

test('small sizes are searched with two faults, too, once larger ones were with one', () => {
  const facts = { overlap: true, loads: false, sessionFiles: ['s1.json', 's2.json'], specification: null }
  const plain = spacesFor({}, facts)
  const twice = ({ faultsAtOnce }: { faultsAtOnce?: number }) => faultsAtOnce === 2
  const struck = spacesFor({}, facts, ['errno', 'kill'])
  expect(struck.filter((space) => !twice(space))).toEqual(plain)
  expect(struck.filter(twice)).toEqual([
    { writers: 2, calls: 1, sessions: 1, faultsAtOnce: 2 },
    { writers: 2, calls: 2, sessions: 1, faultsAtOnce: 2 },
  ])
  expect(struck.findIndex(twice)).toBe(4)
  // A power loss strikes alone; and who fixes a size gets what was asked for.
  expect(spacesFor({}, facts, ['errno', 'power-loss'])).toEqual(plain)
  expect(spacesFor({ faultsAtOnce: 1 }, facts, ['errno'])).toEqual(plain)
  expect(spacesFor({ writers: 2, calls: 1 }, facts, ['errno']).some(twice)).toBe(false)
  expect(spacesFor({ writers: 3, calls: 1, faultsAtOnce: 2 }, facts, ['errno'])).toEqual([
    { writers: 3, calls: 1, sessions: 1, faultsAtOnce: 2 },
  ])
})
