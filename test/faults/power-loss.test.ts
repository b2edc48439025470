import fs from 'node:fs'
import path from 'node:path'
import { explore, replay } from 'onewriter'
import { expect, test } from 'vitest'
import { loadReplayFile } from '../../harness/recording/load.ts'
import { cli } from '../support/cli.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('power-loss')

const caught = [
  [
    'no-fsync',
    /the rename of tmp#1 to s1\.json is on disk, the data is not.*\n +└ s1\.json: \d+ bytes that .*: \d+ of w1#1, \d+ of no call\n +w2 \(started again\)\n/,
  ],
  [
    'no-directory-fsync',
    /the rename of tmp#1 to s1\.json is (not on disk|on disk only in part)[^└]*\n +└ s1\.json: no file\n +w2 \(started again\)\n/,
  ],
] as const

test.each(caught)('%s loses what was acknowledged: one power loss, replayed', async (name, lost) => {
  const oracle = ['acknowledged-survives' as const]
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1 } as const
  const found = await explore(knownBad(name), { ...size, oracle, faults: ['power-loss'], outputDir })
  expect(found).toMatchObject({ verdict: 'violated', problems: [], violations: [{ minimal: true }] })
  const file = found.violations[0]?.replayFile ?? ''
  const { schedule } = loadReplayFile(file).counterexample
  expect(schedule.filter(({ fault }) => fault)).toMatchObject([{ fault: { kind: 'power-loss' } }])
  expect(await replay(file, { times: 2 })).toMatchObject({ times: 2, of: 2, divergence: null })
  expect((await cli('show', file)).stdout).toMatch(lost)
})

test('what is acknowledged after a power loss has to last, too', async () => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1 } as const
  const found = await exploreHere(fixture('appends-behind-a-torn-line.ts'), {
    ...size,
    faults: ['power-loss'],
    bail: 0,
    outputDir,
  })
  expect(found).toMatchObject({
    verdict: 'violated',
    problems: [],
    oracles: { linearizable: 'violated', 'acknowledged-survives': 'holds' },
    violations: [{ oracle: 'linearizable', minimal: true }],
  })
  expect(found.violations[0]?.message).toBe(
    'w2 append#1 was acknowledged, but no order of the calls explains the end of s1.jsonl: [] lacks w2 append#1',
  )
  const replayFile = found.violations[0]?.replayFile ?? ''
  expect(await replay(replayFile, { times: 2 })).toMatchObject({ times: 2, of: 2, divergence: null })
})

test('it is found by sampling, beside errors before and after, and shrunk to itself', async () => {
  const oracle = ['acknowledged-survives' as const]
  const size = { writers: 1, calls: 2, seed: 3, executions: 60, bail: 0 } as const
  const faults = ['errno' as const, 'power-loss' as const]
  const found = await exploreHere(knownBad('no-directory-fsync'), { ...size, oracle, faults, outputDir })
  expect(found).toMatchObject({ verdict: 'violated', problems: [] })
  const smallest = expect.objectContaining({ minimal: true, writers: 1, calls: 1 })
  expect(found.violations).toContainEqual(smallest)
})

test.each(['atomic-write', 'exporter'])('%s withstands a power loss after every step', async (name) => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1 } as const
  const found = await exploreHere(correct(name), { ...size, faults: ['power-loss'], outputDir })
  expect(found).toMatchObject({
    verdict: 'holds',
    problems: [],
    oracles: { 'acknowledged-survives': 'holds', 'no-litter': 'holds' },
    exhausted: [{ faults: ['power-loss'] }],
  })
  expect(found.faults['power-loss']).toBeGreaterThan(50)
})

test('power is also lost in an execution that breaks an oracle by itself', async () => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1, bail: 0 } as const
  const asked = { ...size, faults: ['power-loss'], predict: false, outputDir }
  const { oracles } = await exploreHere(knownBad('read-modify-append'), asked)
  expect(oracles).toMatchObject({ 'reads-whole': 'violated', 'acknowledged-survives': 'violated' })
})

test('who keeps something in memory starts on each disk in a process of its own', async () => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1 } as const
  const oracle = ['parses' as const, 'acknowledged-survives' as const, 'starts-again' as const]
  const asked = { ...size, oracle, faults: ['power-loss:ext4'], outputDir }
  const found = await exploreHere(fixture('makes-its-folder-once.ts'), asked)
  expect(found).toMatchObject({
    verdict: 'holds',
    problems: [],
    exhausted: [{ faults: ['power-loss:ext4'] }],
  })
  expect(found.freshProcesses).toBeDefined()
})

test('what a disk keeps has the mode that it was given', async () => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1 } as const
  const asked = { ...size, faults: ['power-loss'], outputDir }
  const found = await exploreHere(fixture('refuses-what-others-may-read.ts'), asked)
  expect(found).toMatchObject({
    verdict: 'holds',
    problems: [],
    oracles: { 'acknowledged-survives': 'holds', 'starts-again': 'holds' },
  })
})

test.each([
  ['posix', 'violated'],
  ['ext4', 'holds'],
] as const)('under %s alone: %s', async (model, verdict) => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1 } as const
  const only = { oracle: ['acknowledged-survives'], faults: [`power-loss:${model}`], bail: 0 }
  const found = await exploreHere(fixture('fsyncs-after-the-rename.ts'), { ...size, ...only, outputDir })
  expect(found).toMatchObject({ verdict, problems: [], exhausted: [{ faults: only.faults }] })
  const schedules = found.violations.flatMap(({ counterexample }) => counterexample?.schedule ?? [])
  const models = schedules.flatMap(({ fault }) => (fault?.kind === 'power-loss' ? [fault.model] : []))
  expect(models).toEqual(verdict === 'violated' ? [model] : [])
})

test.each([
  ['mends-torn-file.ts', 'holds'],
  ['leaves-torn-file.ts', 'violated'],
])('what recover mends was not lost: %s %s', async (name, verdict) => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1 } as const
  const oracle = ['acknowledged-survives' as const]
  const found = await exploreHere(fixture(name), { ...size, oracle, faults: ['power-loss'], outputDir })
  expect(found).toMatchObject({ verdict, problems: [], oracles: { 'acknowledged-survives': verdict } })
})

test('an image that the schedule does not allow is a divergence', async () => {
  const file = fs.readdirSync(outputDir).find((each) => each.startsWith('no-fsync')) ?? ''
  const saved = fs.readFileSync(path.join(outputDir, file), 'utf8')
  const forged = path.join(outputDir, `forged-${file}`)
  fs.writeFileSync(forged, saved.replaceAll(/"missing": \[[^\]]*\]/g, '"missing": [999]'))
  const { exitCode, stdout } = await cli('replay', forged, '--times=1')
  expect(stdout).toMatch(/effects 999 missing/)
  expect(exitCode).toBe(3)
})

test('a symbolic link that a power loss leaves says what it said before', async () => {
  const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', executions: 4, seed: 1 } as const
  const found = await exploreHere(fixture('keeps-a-relative-link.ts'), {
    ...size,
    faults: ['power-loss'],
    outputDir,
  })
  expect(found).toMatchObject({ verdict: 'holds', problems: [], exhausted: [{ faults: ['power-loss'] }] })
})
