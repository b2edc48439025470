import fs from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv-draft-04'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import type { Result } from '../../harness/model/result.ts'
import { reporters } from '../../harness/report/index.ts'
import { explored, holds, raced, result, unsettled } from '../support/result.ts'

const context = {
  colour: false,
  endedAt: new Date('2026-02-03T04:05:06.789Z'),
  workspacePath: 'packages/a b',
}

/** As OASIS publishes it: sarif-2.1/schema of oasis-tcs/sarif-spec. */
const schema = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, 'sarif-schema-2.1.0.json'), 'utf8'),
) as object
const ajv = new Ajv.default({ strict: false, allErrors: true })
formats.default(ajv)
const validate = ajv.compile(schema)

interface Log {
  readonly runs: readonly {
    readonly invocations: readonly { readonly executionSuccessful: boolean }[]
    readonly results: readonly object[]
  }[]
}

function told(of: Result): Log {
  const log = JSON.parse(reporters['sarif']?.(of, context) ?? '') as Log
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true)
  return log
}

const located = {
  ...explored,
  oracle: 'one-writer' as const,
  counterexample: explored.counterexample && {
    ...explored.counterexample,
    steps: explored.counterexample.steps.map((step) =>
      Object.assign({}, step, { source: 'src/save.ts:8:3' }),
    ),
  },
}

function placeIn(uri: string, region: object) {
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }
}

test('a violation is a result of its oracle, at the line that asked for the step', () => {
  const {
    runs: [run],
  } = told({ ...result, violations: [located, raced] })
  expect(run?.results).toMatchObject([
    {
      ruleId: 'one-writer',
      ruleIndex: 0,
      level: 'error',
      message: { text: expect.stringContaining('npx onewriter replay') as string },
      partialFingerprints: { 'onewriterSignature/v1': 'parses/unreadable' },
      locations: [placeIn('packages/a%20b/src/save.ts', { startLine: 8, startColumn: 3 })],
    },
    {
      ruleId: 'parses',
      ruleIndex: 1,
      locations: [placeIn('packages/a%20b/test/my-writer.ts', { startLine: 1 })],
    },
  ])
})

test('what holds has no results, and what is inconclusive was no success', () => {
  const holding = told({ ...result, ...holds })
  expect(holding.runs[0]).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] })
  const inconclusive = told(unsettled)
  expect(inconclusive.runs[0]?.invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: expect.arrayContaining([
      expect.objectContaining({
        level: 'error',
        message: { text: 'w2 exited with status 1\nline one\nline two' },
      }),
    ]) as object[],
  })
})

test('the schema tells what is no report', () => {
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
})
