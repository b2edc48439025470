import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { reporters } from '../../harness/report/index.ts'
import { result } from '../support/result.ts'

const context = { colour: false, endedAt: new Date(0), workspacePath: '' }

test('a person reads the verdict first, then the facts, and the seed last', () => {
  expect(reporters['terminal']?.(result, context)).toMatchInlineSnapshot(`
    "VIOLATED  my-writer: 3 rounds in 1.2s, 66 % of them overlapping, start skew 10 µs (p99 20 µs)

      ✗ parses                 violated
      ✓ one-writer             holds
      · not checked: not-stale

    parses  s1.json should hold a complete document at the end, but holds an empty file
      shrunk to 2 writers, 1 call; seen again in 7 of 20 rounds

    problem  w2 exited with status 1
      | line one
      | line two

    seed 42
    "
  `)
})

test('colour is only added, never needed', () => {
  const coloured = reporters['terminal']?.(result, { ...context, colour: true }) ?? ''
  expect(coloured).toContain('\u001B[31m')
  expect(stripVTControlCharacters(coloured)).toBe(reporters['terminal']?.(result, context))
})

test('a program reads the result as it is, and finds counterexamples in their replay files', () => {
  const violations = result.violations.map((violation) => ({ ...violation, counterexample: undefined }))
  expect(JSON.parse(reporters['json']?.(result, { ...context, colour: true }) ?? '')).toEqual({
    ...result,
    statements: ['3 rounds in 1.2s, 66 % of them overlapping, start skew 10 µs (p99 20 µs)'],
    violations,
  })
})
