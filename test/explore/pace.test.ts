import { expect, test } from 'vitest'
import { Pace, sinceOf, type Ready } from '../../harness/controller/execute/pace.ts'

const step = (writer: number, sinceMillis: number): Ready => ({
  writer,
  sinceMillis,
  step: { op: 'write', id: sinceMillis, call: 1, sync: false },
})
const timer = (writer: number, dueMillis: number): Ready => ({
  writer,
  sinceMillis: dueMillis,
  step: { op: 'timer', dueMillis, id: dueMillis, call: 1, sync: false },
})
const offered = (pace: Pace<Ready>, ...waiting: Ready[]) => {
  const { choices, ahead } = pace.offer(waiting)
  const told = ({ writer, step: { op, id } }: Ready) => `w${writer} ${op} ${id}`
  return { choices: choices.map(told), ahead: ahead.map(told) }
}

test('a timer fires at most a second ahead of a writer that is ready to go on', () => {
  const pace = new Pace<Ready>()
  expect(offered(pace, step(1, 0), timer(2, 1000))).toEqual({
    choices: ['w1 write 0', 'w2 timer 1000'],
    ahead: [],
  })
  expect(offered(pace, step(1, 0), timer(2, 1001))).toEqual({
    choices: ['w1 write 0'],
    ahead: ['w2 timer 1001'],
  })
})

test('a writer whose timer is due is ready to go on; one that only waits is not', () => {
  const pace = new Pace<Ready>()
  expect(offered(pace, timer(1, 300), timer(2, 1301)).ahead).toEqual(['w2 timer 1301'])
  expect(offered(pace, timer(1, 60_000), timer(2, 60_500)).ahead).toEqual([])
})

test('steps take no time: what follows from one is as old as that one, and a timer counts from when it is due', () => {
  const pace = new Pace<Ready>()
  const [first, due] = [step(1, 0), timer(2, 800)]
  pace.offer([first, due])
  expect(pace.grant(first, 800)).toBe(0)
  expect(pace.grant(due, 900)).toBe(800)
})

test('nobody waits for a call to be made', () => {
  expect(sinceOf({ op: 'begin' }, 5)).toBe(Infinity)
  const pace = new Pace<Ready>()
  const call: Ready = { writer: 1, sinceMillis: Infinity, step: { op: 'begin', id: 1, call: 1, sync: false } }
  expect(offered(pace, call, timer(2, 9000)).ahead).toEqual([])
  expect(pace.grant(call, 700)).toBe(700)
})

test('where a timer fires all the same, nobody waits for the writer that stands still, until that goes on', () => {
  const pace = new Pace<Ready>()
  const [slow, waiting] = [step(1, 0), timer(2, 1500)]
  expect(offered(pace, slow, waiting).ahead).toEqual(['w2 timer 1500'])
  pace.grant(waiting, 1500)
  expect(offered(pace, slow, timer(2, 9000)).ahead).toEqual([])
  expect(pace.grant(slow, 9000)).toBe(9000)
  expect(offered(pace, step(1, 9000), timer(2, 10_001)).ahead).toEqual(['w2 timer 10001'])
})

test('a fork wakes a writer as well, though it is told of the step as that was before', () => {
  const pace = new Pace<Ready>()
  const [first, far] = [step(1, 0), timer(2, 2000)]
  offered(pace, first, far)
  pace.grant(far, 2000)
  offered(pace, first)
  const fork = pace.fork()
  // Its own steps, with which it goes on.
  offered(fork, { ...first })
  expect(fork.grant(first, 2000)).toBe(2000)
  expect(pace.grant(first, 2000)).toBe(2000)
})

test('what decides about timers is part of the state', () => {
  const still = new Pace<Ready>()
  const slow = step(1, 0)
  still.offer([slow, timer(2, 1500)])
  const before = still.parts()
  still.grant(timer(2, 1500), 1500)
  still.offer([slow])
  const other = new Pace<Ready>()
  other.offer([slow])
  expect(still.parts()).not.toEqual(before)
  expect(still.parts()).not.toEqual(other.parts())
})
