import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { restOf, type ProcessTree, type Rest } from '../../harness/programs/served/process/process-tree.ts'
import { Quiet } from '../../harness/programs/served/process/quiet.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const held = 7
/** A program of two threads, one of which is held; the other one does this. */
function quietBeside(thread: () => { rest: Rest; switches: string }): Quiet {
  const tree = {
    isAlone: () => false,
    threads: () => [
      { id: held, ...asleep },
      { id: 8, ...thread() },
    ],
  }
  return new Quiet({ tree: tree as unknown as ProcessTree, program: 'perl' })
}
const asleep = { rest: 'sleeps', switches: '1' }

function lookAfter(quiet: Quiet, millis: number) {
  vi.advanceTimersByTime(millis)
  return quiet.look([held])
}

test('a program is quiet once all of it was asleep twice, and has done nothing in between', () => {
  let switches = 1
  const quiet = quietBeside(() => ({ rest: 'sleeps', switches: String(switches) }))
  expect(lookAfter(quiet, 0)).toBe('busy')
  switches = 2
  expect(lookAfter(quiet, 2)).toBe('busy')
  expect(lookAfter(quiet, 2)).toBe('quiet')
})

test('a program that works beside what is held is waited for, but not for ever', () => {
  const quiet = quietBeside(() => ({ rest: 'works', switches: '1' }))
  expect(lookAfter(quiet, 0)).toBe('busy')
  expect(lookAfter(quiet, 14_000)).toBe('busy')
  expect(lookAfter(quiet, 2_000)).toEqual({ waitsFor: expect.stringMatching(/^perl has worked for 15 s/) })
  quiet.disturb()
  expect(lookAfter(quiet, 14_000)).toBe('busy')
})

test('who waits for pages may be about to have them, or waits for what is held', () => {
  const quiet = quietBeside(() => ({ rest: 'waits for pages', switches: '1' }))
  expect(lookAfter(quiet, 0)).toBe('busy')
  expect(lookAfter(quiet, 2)).toBe('busy')
  expect(lookAfter(quiet, 900)).toBe('busy')
  expect(lookAfter(quiet, 100)).toBe('quiet')
})

test.each([
  ['S', 'request_wait_answer', 'sleeps'],
  // Another thread of the process has the directory, and is held.
  ['D', 'path_openat', 'waits for a lock'],
  // For a process that it has started by vfork(2).
  ['D', 'kernel_clone', 'sleeps'],
  // Of a program that starts, or of a file of which another thread is held that reads it.
  ['D', 'folio_wait_bit_common', 'waits for pages'],
  ['R', '0', 'works'],
])('a thread in %s at %s %s', (state, place, expected) => {
  expect(restOf(state, () => place)).toBe(expected)
})
