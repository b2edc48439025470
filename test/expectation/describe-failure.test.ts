import { expect, test } from 'vitest'
import { describeFailure } from '../../harness/expectation/describe-failure.ts'
import { result } from '../support/result.ts'

test('where nothing was checked, it says what to raise', () => {
  const nothing = {
    ...result,
    verdict: 'inconclusive',
    violations: [],
    problems: [],
    elapsedMs: 10_000,
  } as const
  expect(describeFailure(nothing)).toMatch(/the first execution did not end within 10\.0s; raise maxTime$/)
})
