import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isAtRest, type ProcessTree } from '../../harness/programs/served/process/process-tree.ts'
import { Quiet } from '../../harness/programs/served/process/quiet.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const held = 7
/** A program of two threads, one of which is held; the other one does this. */
function quietBeside(thread: () => { isAtRest: boolean; switches: string }): Quiet {
  const tree = {
    isAlone: () => false,
    threads: () => [
      { id: held, ...asleep },
      { id: 8, ...thread() },
    ],
  }
  return new Quiet({ tree: tree as unknown as ProcessTree, program: 'perl' })
}
const asleep = { isAtRest: true, switches: '1' }

function lookAfter(quiet: Quiet, millis: number) {
  vi.advanceTimersByTime(millis)
  return quiet.look([held])
}

test('a program is quiet once all of it was asleep twice, and has done nothing in between', () => {
  let switches = 1
  const quiet = quietBeside(() => ({ isAtRest: true, switches: String(switches) }))
  expect(lookAfter(quiet, 0)).toBe('busy')
  switches = 2
  expect(lookAfter(quiet, 2)).toBe('busy')
  expect(lookAfter(quiet, 2)).toBe('quiet')
})

test('a program that works beside what is held is waited for, but not for ever', () => {
  const quiet = quietBeside(() => ({ isAtRest: false, switches: '1' }))
  expect(lookAfter(quiet, 0)).toBe('busy')
  expect(lookAfter(quiet, 14_000)).toBe('busy')
  expect(lookAfter(quiet, 2_000)).toEqual({ waitsFor: expect.stringMatching(/^perl has worked for 15 s/) })
  quiet.disturb()
  expect(lookAfter(quiet, 14_000)).toBe('busy')
})

test.each([
  ['S', 'request_wait_answer', true],
  // Another thread of the process has the directory, and is held.
  ['D', 'path_openat', true],
  // The pages of a program that starts.
  ['D', 'folio_wait_bit_common', false],
  ['R', '0', false],
])('a thread in %s at %s is at rest: %s', (state, place, expected) => {
  expect(isAtRest(state, () => place)).toBe(expected)
})
