import { expect, test } from 'vitest'
import type { Result } from '../../harness/model/result.ts'
import { parseResult } from '../../harness/recording/result-schema.ts'
import { holds, result, unsettled } from '../support/result.ts'

const holding: Result = { ...result, ...holds }
const readAgain = (printed: object) => parseResult(JSON.parse(JSON.stringify(printed)))

test.each([result, unsettled, holding])('a result that $verdict is read as it was written', (written) => {
  expect(readAgain(written)).toEqual(written)
})

test.each([
  ['violations', { ...holding, violations: result.violations }, 'holds'],
  ['problems', { ...holding, problems: result.problems }, 'holds'],
  ['violations', { ...unsettled, violations: result.violations }, 'inconclusive'],
])('%s that do not go with the verdict are refused', (name, damaged, verdict) => {
  expect(readAgain(damaged)).toEqual({ wrong: `${name}: expected none where the verdict is ${verdict}` })
})
