import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Result } from '../../harness/model/result.ts'
import { reporters } from '../../harness/report/index.ts'

const result: Result = {
  version: 1,
  command: 'race',
  target: 'my-writer',
  verdict: 'violated',
  seed: 42,
  shard: '1/1',
  node: 'v20.19.0',
  elapsedMs: 1200,
  executions: 3,
  steps: 0,
  exhausted: [],
  oracles: { parses: 'violated', 'one-writer': 'holds', 'not-stale': 'not-checked' },
  firstViolation: { execution: 3, elapsedMs: 900 },
  violations: [
    {
      oracle: 'parses',
      session: 's1',
      message: 's1.json should hold a complete document at the end, but holds an empty file',
      replayFile: null,
      counterexample: null,
      writers: 2,
      calls: 1,
      steps: 0,
      switches: 0,
      minimal: false,
      reproduced: { times: 7, of: 20 },
      signature: 'parses/unreadable',
    },
  ],
  race: { rounds: 3, overlappingRounds: 2, startSkewMicros: { p50: 10, p99: 20 } },
  faults: {},
  escapes: [],
  problems: [{ process: 'w2', message: 'w2 exited with status 1', stderr: 'line one\nline two' }],
}

test('a person reads the verdict first, then the facts, and the seed last', () => {
  expect(reporters['terminal']?.(result, { colour: false })).toMatchInlineSnapshot(`
    "VIOLATED  my-writer: 3 rounds in 1.2s, 66 % of them overlapping, start skew 10 µs (p99 20 µs)

      ✗ parses                 violated
      ✓ one-writer             holds
      · not-stale              not checked

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
  const coloured = reporters['terminal']?.(result, { colour: true }) ?? ''
  expect(coloured).toContain('\u001B[31m')
  expect(stripVTControlCharacters(coloured)).toBe(reporters['terminal']?.(result, { colour: false }))
})

test('a program reads the result as it is, and finds counterexamples in their replay files', () => {
  const violations = result.violations.map((violation) => ({ ...violation, counterexample: undefined }))
  expect(JSON.parse(reporters['json']?.(result, { colour: true }) ?? '')).toEqual({ ...result, violations })
})
