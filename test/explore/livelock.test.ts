import { expect, test } from 'vitest'
import { isStarving, isTimePassing, livelockOf } from '../../harness/controller/execute/livelock.ts'

const since = (idleSteps: number, idleSeconds = 0, steps = idleSteps) => ({
  steps,
  idleSteps,
  idleMicros: idleSeconds * 1e6,
  waiting: 1,
  shortest: () => ({ steps: idleSteps, micros: idleSeconds * 1e6 }),
})

test('a lock has time to grow stale: a writer that polls it is given fifteen seconds of its time, or 2,000 steps', () => {
  expect(livelockOf(since(499, 60))).toBeNull()
  expect(livelockOf(since(500, 14))).toBeNull()
  expect(livelockOf(since(500, 15))).toBe('nothing has changed for 500 steps')
  expect(livelockOf(since(1999))).toBeNull()
  expect(livelockOf(since(2000))).toBe('nothing has changed for 2000 steps')
})

test('who changes things all the time has longer: a start may have much to remove', () => {
  expect(livelockOf(since(3, 60, 10_000))).toBeNull()
  expect(livelockOf(since(3, 60, 10_001))).toBe('no call has settled for 10000 steps')
})

test('before that, every writer has its turn; a search is left to itself for longer', () => {
  expect([199, 200].map((steps) => isStarving(since(steps), false))).toEqual([false, true])
  expect([999, 1000].map((steps) => isStarving(since(steps), true))).toEqual([false, true])
  expect([2000, 2001].map((steps) => isStarving(since(0, 0, steps), false))).toEqual([false, true])
})

test('who has had its turn again and again holds no timer back any more', () => {
  expect([399, 400].map((steps) => isTimePassing(since(steps), false))).toEqual([false, true])
  expect([1199, 1200].map((steps) => isTimePassing(since(steps), true))).toEqual([false, true])
  expect([2200, 2201].map((steps) => isTimePassing(since(0, 0, steps), false))).toEqual([false, true])
})

test('several that wait have so many steps each', () => {
  expect(livelockOf({ ...since(999, 60), waiting: 2 })).toBeNull()
  expect(livelockOf({ ...since(1000, 60), waiting: 2 })).not.toBeNull()
})
