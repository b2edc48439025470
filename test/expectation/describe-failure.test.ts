import { expect, test } from 'vitest'
import { describeFailure } from '../../harness/expectation/describe-failure.ts'
import { inconclusive } from '../../harness/model/conclude.ts'
import { unsettled } from '../support/result.ts'

test('where nothing was checked, it says what to raise', () => {
  const nothing = {
    ...unsettled,
    ...inconclusive([]),
    elapsedMs: 10_000,
  }
  expect(describeFailure(nothing)).toMatch(/the first execution did not end within 10\.0s; raise maxTime$/)
})
