import { expect, test } from 'vitest'
import type { StepEvent } from '../../harness/model/step-log.ts'
import { columns } from '../../harness/report/columns.ts'
import { describeRepeats, repeatsIn } from '../../harness/report/fold.ts'
import { picture } from '../../harness/report/html/picture.ts'
import { plain } from '../../harness/report/paint.ts'
import { counterexample } from '../support/counterexample.ts'

/** A log from letters: equal letters are steps that are alike. */
const log = (letters: string, start = 0): StepEvent[] =>
  Array.from(letters, (letter, index) => ({
    position: start + index + 1,
    writer: 2,
    call: 1,
    op: 'stat',
    path: letter,
    ordinal: index + 1,
  }))
const shown = (letters: string, kept = -1) => repeatsIn(log(letters), kept)

test.each<[string, string, ReturnType<typeof repeatsIn>]>([
  ['no loop', 'abcabdabc', []],
  ['a loop that goes round thrice', 'xababab', []],
  ['a loop of two steps', 'xababababy', [{ from: 3, steps: 2, times: 3 }]],
  ['a loop that ends in its middle', 'ababababa', [{ from: 2, steps: 2, times: 3 }]],
  ['one step', 'xaaaaax', [{ from: 2, steps: 1, times: 4 }]],
  ['a loop in a loop', 'aabaabaabaabaab', [{ from: 3, steps: 3, times: 4 }]],
  [
    'two loops',
    'aaaaabcbcbcbc',
    [
      { from: 1, steps: 1, times: 4 },
      { from: 7, steps: 2, times: 3 },
    ],
  ],
])('%s: %s', (_what, letters, repeats) => {
  expect(shown(letters)).toEqual(repeats)
})

test('a step that must be shown is, and so is one that has changed a file or was struck', () => {
  expect(shown('aaaaaaa', 3)).toEqual([])
  const steps = log('aaaaaaa')
  const struck = { ...steps[3], fault: { kind: 'kill' } } as StepEvent
  expect(repeatsIn(steps.with(3, struck), -1)).toEqual([])
  const changed = { ...steps[0], held: { s1: { kind: 'missing' } } } as StepEvent
  expect(repeatsIn(steps.with(0, changed), -1)).toEqual([{ from: 2, steps: 1, times: 5 }])
})

test('each round of a loop may have a temporary name of its own', () => {
  const steps = log('aaaaa').map((step, index) => Object.assign(step, { path: `tmp#${index}` }))
  expect(repeatsIn(steps, -1)).toEqual([{ from: 1, steps: 1, times: 4 }])
  const nested = steps.map((step) => Object.assign(step, { path: `store/${step.path}/lock` }))
  expect(repeatsIn(nested, -1)).toEqual([{ from: 1, steps: 1, times: 4 }])
})

test('the table and the picture show a loop once, with all that comes before and after', () => {
  const loop = log('ab'.repeat(500), counterexample.steps.length)
  const waiting = { ...counterexample, steps: [...counterexample.steps, ...loop, ...log('c')] }
  const before = columns(counterexample, plain).split('\n').length
  const table = columns(waiting, plain).split('\n')
  expect(table).toHaveLength(before + 4)
  expect(table.at(-3)).toBe(`      ${describeRepeats({ from: 9, steps: 2, times: 499 })}`)
  expect(describeRepeats({ from: 9, steps: 2, times: 499 })).toBe('… the same 2 steps 499 more times')

  const page = picture(waiting, 'v')
  expect(page.match(/<tr[ >]/g)).toHaveLength(1 + 1 + counterexample.steps.length + 2 + 1 + 1)
  expect(page).toMatch(
    /data-at="1007"><th[^>]*><\/th><td colspan="3" class="quiet">… the same 2 steps 499 more times</,
  )
})
