import { problem } from '../../harness/model/problem.ts'
import { inconclusive } from '../../harness/model/conclude.ts'
import type { RunFacts, Holds, Result, Violated } from '../../harness/model/result.ts'
import { counterexample } from './counterexample.ts'

/** A violation that a race found: without its steps. */
export const raced: Result['violations'][number] = {
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
}

/** One that was explored: with its steps and a replay file. */
export const explored: Result['violations'][number] = {
  ...raced,
  replayFile: '.onewriter/my writer.json',
  counterexample,
  calls: 2,
  steps: 7,
  switches: 4,
  minimal: true,
  reproduced: { times: 10, of: 10 },
}

/** A result with a bit of everything. */
export const result: RunFacts & Violated = {
  version: 1,
  command: 'race',
  target: 'my-writer',
  targetPath: 'test/my-writer.ts',
  verdict: 'violated',
  seed: 42,
  shard: '1/1',
  node: 'v20.19.0',
  control: 'none',
  elapsedMs: 1200,
  executions: 3,
  steps: 0,
  exhausted: [],
  oracles: { parses: 'violated', 'one-writer': 'holds', 'not-stale': 'not-checked' },
  leftOut: [],
  firstViolation: { execution: 3, elapsedMs: 900 },
  violations: [raced],
  race: { rounds: 3, overlappingRounds: 2, startSkewMicros: { p50: 10, p99: 20 } },
  faults: {},
  rejections: { calls: 0, first: null },
  escapes: [],
  problems: [problem('w2', 'w2 exited with status 1', { stderr: 'line one\nline two' })],
}

/** To be spread over a result that is to hold. */
export const holds: Holds = { verdict: 'holds', firstViolation: null, violations: [], problems: [] }

/** The same result, had it found nothing. */
export const unsettled: Result = { ...result, ...inconclusive(result.problems) }
