import { expect, test } from 'vitest'
import { Memory } from '../../harness/controller/search/memory.ts'

/** A heap whose use a test decides, and its clock. */
function heap() {
  const now = { millis: 0, share: 0.5 }
  const memory = new Memory(
    () => now.share,
    () => now.millis,
  )
  const isFullAfter = (millis: number, share: number) => {
    Object.assign(now, { millis: now.millis + millis, share })
    return memory.isFull
  }
  return { memory, isFullAfter }
}

test('a heap is full where it stays so, and garbage is not to blame', () => {
  const { isFullAfter } = heap()
  expect(isFullAfter(0, 0.9)).toBe(false)
  expect(isFullAfter(1_900, 0.9)).toBe(false)
  expect(isFullAfter(50, 0.4)).toBe(false)
  expect(isFullAfter(1_000, 0.9)).toBe(false)
  expect(isFullAfter(2_000, 0.9)).toBe(true)
})

test('what was given up has time to go before anything else is', () => {
  const { memory, isFullAfter } = heap()
  isFullAfter(0, 0.9)
  expect(isFullAfter(2_000, 0.9)).toBe(true)
  memory.freed()
  expect(isFullAfter(9_000, 0.9)).toBe(false)
  expect(isFullAfter(2_000, 0.9)).toBe(false)
  expect(isFullAfter(2_000, 0.9)).toBe(true)
})
