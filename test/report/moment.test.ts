import { expect, test } from 'vitest'
import { momentOf } from '../../harness/report/moment.ts'
import { counterexample, crash } from '../support/counterexample.ts'

const killed = {
  ...crash,
  steps: crash.steps.map((step, index) => {
    const { fault: _fault, lost: _lost, ...rest } = step
    if (index === 2) delete rest.held
    return index === 2 ? { ...rest, fault: { kind: 'kill' as const } } : rest
  }),
}

test('what is judged by the end shows in the last change of the file', () => {
  expect(momentOf(counterexample)).toBe(4)
  expect(momentOf({ ...killed, oracle: 'one-writer' })).toBe(4)
})

test('what is judged by the next start shows in the last change before it', () => {
  expect(momentOf({ ...killed, oracle: 'acknowledged-survives' })).toBe(1)
  expect(momentOf({ ...killed, oracle: 'no-silent-loss' })).toBe(1)
  expect(momentOf({ ...killed, oracle: 'no-litter', finding: { message: 'tmp#1', kind: 'file' } })).toBe(2)
})

test('a reader sees the first thing amiss, and a power loss is where it struck', () => {
  expect(momentOf({ ...counterexample, oracle: 'reads-whole' })).toBe(0)
  expect(momentOf(crash)).toBe(2)
})
