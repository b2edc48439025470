import { explore, type Progress, type Result } from 'onewriter'
import { expect, test } from 'vitest'
import { defaultOracles } from '../../harness/oracles/index.ts'
import { cli, cliResult } from '../support/cli.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('explored')

const small = { writers: 2, calls: 1, sessions: 1, seed: 1 }

test('the JSON result has the shape that scripts rely on', async () => {
  const args = ['--writers=2', '--executions=7', '--seed=77', '--oracle=parses,reads-whole']
  const { exitCode, result } = await cliResult('explore', correct('write-file-atomic'), ...args)
  expect(exitCode).toBe(0)
  expect(result).toEqual({
    version: 1,
    command: 'explore',
    target: 'write-file-atomic',
    targetPath: 'test/targets/write-file-atomic.ts',
    verdict: 'holds',
    seed: 77,
    shard: '1/1',
    node: process.version,
    control: 'interposed',
    elapsedMs: expect.any(Number),
    executions: 7,
    steps: expect.any(Number),
    exhausted: [],
    oracles: { parses: 'holds', 'reads-whole': 'holds' },
    leftOut: [],
    notAsked: defaultOracles.filter((name) => name !== 'parses' && name !== 'reads-whole'),
    firstViolation: null,
    violations: [],
    faults: {},
    rejections: { calls: 0, first: null },
    escapes: [],
    problems: [],
    statements: expect.arrayContaining([expect.stringMatching(/^next to nothing was sampled: 7 executions/)]),
  })
  expect(result.steps).toBeGreaterThan(7 * 8)
})

test("a violation's JSON has the shape that scripts rely on", async () => {
  const args = ['--writers=2', '--calls=1', '--oracle=parses', '--seed=1', `--output-dir=${outputDir}`]
  const { exitCode, result } = await cliResult('explore', knownBad('in-place'), ...args)
  expect(exitCode).toBe(1)
  expect(result.firstViolation).toEqual({ execution: expect.any(Number), elapsedMs: expect.any(Number) })
  expect(result.violations).toEqual([
    {
      oracle: 'parses',
      session: expect.stringMatching(/^s\d$/),
      message: expect.stringMatching(/^s\d.json should hold a complete document at the end, but holds /),
      replayFile: expect.stringMatching(/in-place-parses-[\da-f]{8}\.json$/),
      writers: 2,
      calls: 2,
      steps: expect.any(Number),
      switches: expect.any(Number),
      minimal: true,
      shrinkMs: expect.any(Number),
      reproduced: { times: expect.any(Number), of: expect.any(Number) },
      signature: 'parses/unreadable',
    },
  ])
  const [violation] = result.violations
  expect(violation?.reproduced.times).toBe(violation?.reproduced.of)
})

test('after a violation the search goes on until enough distinct ones are found', async () => {
  const oracle = ['program-order', 'no-litter']
  const options = { ...small, writers: 1, calls: 2, oracle, outputDir }
  const signatures = async (bail: number) =>
    (
      await exploreHere(fixture('drops-and-litters.ts'), {
        ...options,
        bail,
        isolate: true,
        executions: 6,
      })
    ).violations.map((violation) => violation.signature)
  const both = ['program-order/earlier-survives', 'no-litter/file']
  expect(await signatures(1)).toEqual(both.slice(0, 1))
  expect(await signatures(0)).toEqual(both)
})

/** Of its first execution, so that one core or two make no difference. */
const seedThatViolates = 2

/** What of a result does not depend on the time that it took. */
const facts = (result: Result) => ({
  ...result,
  elapsedMs: 0,
  firstViolation: result.firstViolation?.execution,
  // On a busy machine fewer replays must do.
  violations: result.violations.map(({ replayFile, message }) => ({ replayFile, message })),
})

test('the same seed gives the same executions, and the same violation to the letter', async () => {
  const options = { ...small, oracle: ['parses'], executions: 1, maxTime: '10m', outputDir }
  const once = async (seed: number) => facts(await explore(knownBad('in-place'), { ...options, seed }))
  const first = await once(seedThatViolates)
  // The name has a digest of the schedule, of what each step did, and of all else that is saved.
  expect(first.violations[0]?.replayFile).toMatch(/in-place-parses-[\da-f]{8}\.json$/)
  expect(await once(seedThatViolates)).toEqual(first)
})

test('shards share the executions out, none twice', async () => {
  const options = { sessions: 1, oracle: ['parses'], executions: 13, maxTime: '10m', seed: 1 }
  const run = (shard: string) => explore(correct('atomic-write'), { ...options, shard })
  const [whole, ...parts] = [await run('1/1'), await run('1/3'), await run('2/3'), await run('3/3')]
  const sum = (of: (result: Result) => number) => parts.reduce((total, part) => total + of(part), 0)
  expect(sum(({ executions }) => executions)).toBe(13)
  expect(sum(({ steps }) => steps)).toBe(whole?.steps)
  expect(parts.map(({ shard }) => shard)).toEqual(['1/3', '2/3', '3/3'])
})

test('fresh processes for every execution, when asked', async () => {
  const options = { ...small, isolate: true, executions: 4 }
  expect(await exploreHere(correct('atomic-write'), options)).toMatchObject({
    verdict: 'holds',
    executions: 4,
  })
})

test('writers that share a pid all read that of a container', async () => {
  const litter = async (samePid: boolean) => {
    const options = { ...small, samePid, oracle: ['no-litter'], executions: 4, outputDir }
    return (await exploreHere(fixture('tells-its-pid.ts'), options)).violations[0]?.message
  }
  // Shrunk to a writer of its own.
  expect(await litter(true)).toMatch(/also holds pid-1$/)
  expect(await litter(false)).toMatch(/also holds pid-201$/)
})

test("session files are decoded by the target's own read", async () => {
  const options = { ...small, calls: 2, oracle: ['parses', 'one-writer'], executions: 60 }
  expect(await exploreHere(correct('exporter'), options)).toMatchObject({ verdict: 'holds', problems: [] })
})

test('one call that is wrong by itself may be in a format of its own, and the report says so', async () => {
  const args = ['--executions=5', '--seed=1', `--output-dir=${outputDir}`]
  const { exitCode, stdout } = await cli('explore', fixture('indents.ts'), ...args)
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/1 writer, 1 call, [^]*the target needs a `read` that returns the document/)
})

test('an aborted exploration reports what it has', async () => {
  const interruption = new AbortController()
  const seen: Progress[] = []
  const result = await explore(correct('atomic-write'), {
    ...small,
    signal: interruption.signal,
    onProgress(progress) {
      seen.push(progress)
      if (progress.executions > 0) interruption.abort()
    },
  })
  expect(result).toMatchObject({ verdict: 'holds', problems: [] })
  expect(result.executions).toBeGreaterThan(0)
  expect(seen[0]).toMatchObject({ violations: 0, phase: 'exploring' })
})

test('an oracle that does not apply is not checked, and a run without any is inconclusive', async () => {
  const options = { ...small, oracle: ['program-order'], executions: 4, maxTime: '10m' }
  expect(await explore(correct('write-file-atomic'), options)).toMatchObject({
    verdict: 'inconclusive',
    oracles: { 'program-order': 'not-checked' },
  })
})
