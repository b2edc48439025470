import { beforeEach, expect, test } from 'vitest'
import { Locks, type LockRequest } from '../../harness/programs/served/files/locks.ts'

let locks = new Locks()
beforeEach(() => {
  locks = new Locks()
})

const whole = { start: 0n, end: 2n ** 63n - 1n }
const lock = (writer: number, more: Partial<LockRequest> = {}): LockRequest => ({
  inode: 7,
  family: 'flock',
  owner: `${writer}/1`,
  handle: `${writer}/1`,
  writer,
  pid: 100 + writer,
  isExclusive: true,
  ...whole,
  ...more,
})

test('an exclusive lock keeps everybody out, and shared ones keep out those alone who want it for themselves', () => {
  locks.take(lock(1))
  expect(locks.isFree(lock(2))).toBe(false)
  expect(locks.isFree(lock(2, { isExclusive: false }))).toBe(false)
  locks.take(lock(1, { isExclusive: false }))
  expect(locks.isFree(lock(2, { isExclusive: false }))).toBe(true)
  expect(locks.isFree(lock(2))).toBe(false)
})

test('a lock is of one file, one family, and one owner', () => {
  locks.take(lock(1))
  expect(locks.isFree(lock(2, { inode: 8 }))).toBe(true)
  expect(locks.isFree(lock(2, { family: 'fcntl' }))).toBe(true)
  expect(locks.isFree(lock(1))).toBe(true)
  expect(locks.isFree(lock(1, { owner: '1/2' }))).toBe(false)
  expect(locks.isHeldBy('flock', 7, '1/1')).toBe(true)
  expect(locks.isHeldBy('flock', 7, '2/1')).toBe(false)
})

test('what is given back in the middle leaves a lock on both sides', () => {
  const range = (start: number, end: number) => ({
    family: 'fcntl' as const,
    start: BigInt(start),
    end: BigInt(end),
  })
  locks.take(lock(1, range(0, 99)))
  locks.release(lock(1, range(40, 59)))
  expect(locks.isFree(lock(2, range(40, 59)))).toBe(true)
  expect(locks.isFree(lock(2, range(39, 40)))).toBe(false)
  expect(locks.isFree(lock(2, range(59, 60)))).toBe(false)
  locks.release(lock(1, { family: 'fcntl', ...whole }))
  expect(locks.isFree(lock(2, { family: 'fcntl' }))).toBe(true)
})

test('who looks for a lock is told of the one that stands in the way', () => {
  locks.take(lock(1, { isExclusive: false }))
  expect(locks.inTheWayOf(lock(2))).toMatchObject({ pid: 101, isExclusive: false })
  expect(locks.inTheWayOf(lock(2, { isExclusive: false }))).toBeNull()
  expect(locks.inTheWayOf(lock(1))).toBeNull()
})

test('what was locked by an open file goes with it, be it of flock(2) or of fcntl(2)', () => {
  locks.take(lock(1, { handle: '1/7' }))
  locks.take(lock(1, { handle: '1/7', family: 'fcntl', owner: '1/file' }))
  locks.take(lock(1, { handle: '1/8', inode: 8 }))
  expect(locks.isHeldThrough('1/7')).toBe(true)
  locks.releaseThrough('1/7')
  expect(locks.isHeldThrough('1/7')).toBe(false)
  expect(locks.isFree(lock(2))).toBe(true)
  expect(locks.isFree(lock(2, { family: 'fcntl' }))).toBe(true)
  expect(locks.isFree(lock(2, { inode: 8 }))).toBe(false)
})

test('what a writer held goes with it', () => {
  locks.take(lock(1))
  locks.take(lock(2, { inode: 8 }))
  locks.end(1)
  expect(locks.isFree(lock(2))).toBe(true)
  expect(locks.isFree(lock(1, { inode: 8 }))).toBe(false)
})
