import { expect, test } from 'vitest'
import { Patience } from '../../harness/engine/soak/patience.ts'

const checked = { oracles: { parses: 'holds', 'one-writer': 'not-checked' } } as const
const fruitless = { oracles: { parses: 'not-checked' } } as const

function after(...turns: (typeof checked | typeof fruitless)[]) {
  const patience = new Patience()
  for (const turn of turns) patience.add(turn)
  return patience
}

test('a soak of a target that cannot be run at all ends after five turns', () => {
  expect(after(...Array.from({ length: 4 }, () => fruitless)).isOver).toBe(false)
  expect(after(...Array.from({ length: 5 }, () => fruitless))).toMatchObject({ isOver: true, pauseMillis: 0 })
})

test('one that has checked something goes on, and waits ever longer while nothing can be checked', () => {
  const pauses = Array.from({ length: 9 }, (_, index) => {
    const patience = after(checked, ...Array.from({ length: index }, () => fruitless))
    expect(patience.isOver).toBe(false)
    return patience.pauseMillis
  })
  expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(after(checked, fruitless, fruitless, checked).pauseMillis).toBe(0)
})
