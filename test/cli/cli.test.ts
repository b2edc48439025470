import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cli, cliResult, startCli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

const scratch = scratchDirectory('reports')
const brief = ['race', correct('write-file-atomic'), '--writers=2', '--executions=2']

test('a target that holds exits with 0, and prints its seed first and last', async () => {
  const { exitCode, stdout, stderr } = await cli(...brief, '--seed=77')
  expect(exitCode).toBe(0)
  expect(stderr).toBe('seed 77')
  expect(stdout).toMatch(/^HOLDS {2}write-file-atomic: 2 rounds in /)
  expect(stdout.trimEnd()).toMatch(/\nseed 77$/)
})

test('the share of the work comes from what has started it, unless it is said', async () => {
  const env = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3', CI_PIPELINE_ID: '9' }
  const told = await startCli([...brief, '--reporter=json'], { env })
  expect(told.stderr).toMatch(
    /^shard 2\/3 \(GitLab: CI_NODE_INDEX=2, CI_NODE_TOTAL=3; the seed follows from CI_PIPELINE_ID\)$/m,
  )
  expect(JSON.parse(String(told.stdout))).toMatchObject({ shard: '2/3' })
  const said = await startCli([...brief, '--shard=1/2', '--seed=7', '--reporter=json'], { env })
  expect(String(said.stderr)).not.toContain('GitLab')
  expect(JSON.parse(String(said.stdout))).toMatchObject({ shard: '1/2', seed: 7 })
})

test('a violation exits with 1, and names oracle, file and size', async () => {
  const { exitCode, stdout } = await cli(
    'race',
    knownBad('dropped-debounce-tail'),
    '--readers=0',
    '--calls=2',
    // It breaks not-stale as well: which of the two a round shows first is chance.
    '--oracle=program-order',
  )
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/^VIOLATED {2}dropped-debounce-tail: /)
  expect(stdout).toMatch(/\nprogram-order {2}s\d\.json ends as the output of w\d write#1/)
  expect(stdout).toMatch(
    /minimal: 1 writer, 2 calls, \d+ steps, \d+ switch(es)?; seen again in \d+ of \d+ replays/,
  )
  expect(stdout).toMatch(/\n {2}npx onewriter replay /)
})

test('a crash exits with 3, and shows what the writer printed', async () => {
  const { exitCode, stdout } = await cli('race', fixture('aborts.ts'))
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/^INCONCLUSIVE {2}/)
  expect(stdout).toMatch(
    /\nproblem {2}w\d was ended by SIGABRT in the middle of its work\n {2}\| about to abort\n/,
  )
})

test('the JSON result has the shape that scripts rely on', async () => {
  const { exitCode, result } = await cliResult(...brief, '--seed=77', '--readers=1')
  expect(exitCode).toBe(0)
  expect(result).toEqual({
    version: 1,
    command: 'race',
    target: 'write-file-atomic',
    targetPath: 'test/targets/write-file-atomic.ts',
    verdict: 'holds',
    seed: 77,
    shard: '1/1',
    node: process.version,
    control: 'none',
    elapsedMs: expect.any(Number),
    executions: 2,
    steps: 0,
    exhausted: [],
    oracles: expect.objectContaining({ parses: 'holds', 'reads-whole': 'holds' }),
    leftOut: [],
    firstViolation: null,
    violations: [],
    race: {
      rounds: 2,
      executions: 2,
      overlappingRounds: expect.any(Number),
      startSkewMicros: { p50: expect.any(Number), p99: expect.any(Number) },
    },
    faults: {},
    rejections: { calls: 0, first: null },
    escapes: [],
    problems: [],
    statements: [
      expect.stringMatching(/^2 rounds in /),
      expect.stringMatching(/^next to nothing was sampled/),
    ],
  })
})

test("a violation's JSON has the shape that scripts rely on", async () => {
  const options = ['--calls=2', '--readers=0', '--oracle=program-order', `--output-dir=${scratch}`]
  const { exitCode, result } = await cliResult('race', knownBad('dropped-debounce-tail'), ...options)
  expect(exitCode).toBe(1)
  expect(result.firstViolation).toEqual({ execution: expect.any(Number), elapsedMs: expect.any(Number) })
  expect(result.violations).toEqual([
    {
      oracle: 'program-order',
      session: expect.stringMatching(/^s\d$/),
      message: expect.any(String),
      // What was raced was then seen under control, and has a schedule.
      replayFile: expect.stringMatching(/dropped-debounce-tail-program-order-[\da-f]{8}\.json$/),
      writers: 1,
      calls: 2,
      steps: expect.any(Number),
      switches: expect.any(Number),
      minimal: true,
      shrinkMs: expect.any(Number),
      reproduced: { times: expect.any(Number), of: expect.any(Number) },
      signature: 'program-order/earlier-survives',
    },
  ])
})

test('several reporters write where they are told', async () => {
  const file = path.join(scratch, 'result.json')
  const { stdout } = await cli(...brief, `--reporter=json:${file}`, '--reporter=terminal')
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ verdict: 'holds' })
  expect(stdout).toMatch(/^HOLDS/)
})

test('where all reports go to files, a line says so', async () => {
  const file = path.join(scratch, 'result.html')
  const { stdout, stderr } = await cli(...brief, '--seed=77', `--reporter=html:${file}`)
  expect(stdout).toBe('')
  expect(stderr).toBe(`seed 77\nHOLDS  write-file-atomic: see ${file}\nseed 77`)
})

test.each([
  [{ FORCE_COLOR: '1', NO_COLOR: undefined }, true],
  [{ NO_COLOR: '1' }, false],
  [{ NO_COLOR: undefined }, false],
])('%j decides on colour', async (env, coloured) => {
  const { stdout } = await startCli(brief, { env })
  expect(String(stdout).includes('\u001B[')).toBe(coloured)
})

test('help and version', async () => {
  const manifest = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(await cli('--version')).toMatchObject({ exitCode: 0, stdout: manifest.version })
  const { exitCode, stdout } = await cli('race', '--help')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/onewriter race TARGET/)
  expect(stdout).toMatch(/--max-time=30s/)
})
