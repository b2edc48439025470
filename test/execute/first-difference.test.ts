import { expect, test } from 'vitest'
import { firstDifference } from '../../harness/controller/execute/first-difference.ts'
import type { StepEvent } from '../../harness/model/step-log.ts'

const renamed: StepEvent = { position: 1, writer: 1, call: 1, op: 'rename', path: 'a', to: 'b', ordinal: 1 }

test('it is the first step that is not the same', () => {
  expect(firstDifference([renamed], [renamed])).toBeNull()
  expect(firstDifference([renamed], [{ ...renamed, error: 'EPERM' }])).toMatch(
    /^step 1 is w1 call 1: rename a → b in one, w1 call 1: rename a → b \(EPERM\) in the other$/,
  )
  expect(firstDifference([renamed], [])).toMatch(/missing in the other$/)
})

test('where only what is there afterwards differs, that is said', () => {
  const left = (value: number): StepEvent => ({
    ...renamed,
    held: { s1: { kind: 'value', bytes: 0, value }, s2: { kind: 'missing' } },
  })
  expect(firstDifference([left(1)], [left(2)])).toBe(
    'step 1, w1 call 1: rename a → b, left something else of s1 in one and in the other',
  )
})
