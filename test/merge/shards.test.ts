import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { explore, race, type Result, type RunOptions } from 'onewriter'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shareOf } from '../../harness/engine/explore/exploration.ts'
import { cli } from '../support/cli.ts'
import { correct, knownBad } from '../support/targets.ts'

let dir = ''
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'shards-'))
})
afterEach(() => fs.rmSync(dir, { recursive: true }))

const save = (name: string, content: unknown) =>
  fs.writeFileSync(path.join(dir, name), typeof content === 'string' ? content : JSON.stringify(content))
const withoutSteps = (key: string, value: unknown) => (key === 'counterexample' ? undefined : value)
const signatures = ({ violations }: Result) => violations.map(({ signature }) => signature).toSorted()

/** The merged result of three shards, beside that of one run that does the same alone. */
async function both(engine: typeof explore, target: string, options: RunOptions) {
  const common = { seed: 1, outputDir: path.join(dir, 'saved'), ...options }
  const alone = await engine(target, common)
  for (const shard of ['1/3', '2/3', '3/3']) {
    const result = await engine(target, { ...common, shard })
    save(`shard-${shard[0]}.json`, JSON.stringify(result, withoutSteps))
  }
  const { exitCode, stdout, stderr } = await cli('merge', dir, '--reporter=json')
  expect(stderr).toBe('')
  return { alone, merged: JSON.parse(stdout) as Result, exitCode }
}

test('three shards of a search exhaust what one machine does', async () => {
  const options: RunOptions = {
    strategy: 'exhaustive',
    writers: 2,
    calls: 1,
    sessions: 1,
    bail: 0,
    oracle: ['parses'],
  }
  const { alone, merged, exitCode } = await both(explore, knownBad('in-place-beside-rename'), options)
  expect(exitCode).toBe(1)
  expect(alone.exhausted).toHaveLength(1)
  expect(merged.exhausted).toEqual(alone.exhausted)
  expect(merged.executions).toBe(alone.executions)
  expect(merged.oracles).toEqual(alone.oracles)
  expect(signatures(alone)).not.toEqual([])
  expect(signatures(merged)).toEqual(signatures(alone))
  // The picture of it comes from its replay file.
  const { stdout } = await cli('merge', dir)
  expect(stdout).toMatch(/\n +\d+ {2}#1 write s1\.json/)
})

test('a space with less work than shards is exhausted by them all the same', async () => {
  const sizes = { writers: 2, calls: 1, sessions: 1 }
  const options: RunOptions = { ...sizes, strategy: 'exhaustive', oracle: ['parses'] }
  const { merged, exitCode } = await both(explore, correct('write-file-atomic'), options)
  expect(exitCode).toBe(0)
  expect(merged).toMatchObject({ verdict: 'holds', problems: [], exhausted: [{ writers: 2, calls: 1 }] })
  const last = JSON.parse(fs.readFileSync(path.join(dir, 'shard-3.json'), 'utf8')) as Result
  expect(last).toMatchObject({ verdict: 'inconclusive', executions: 0, problems: [], emptyShard: true })
})

test('three shards of a sample carry out the same executions', async () => {
  const { alone, merged } = await both(explore, correct('write-file-atomic'), {
    executions: 31,
    maxTime: '10m',
    writers: 2,
  })
  expect(merged).toMatchObject({ verdict: 'holds', executions: 31, steps: alone.steps })
})

test('three shards of a race play the same rounds', async () => {
  const { alone, merged, exitCode } = await both(race, correct('write-file-atomic'), {
    executions: 10,
    maxTime: '10m',
    writers: 2,
  })
  expect(exitCode).toBe(0)
  expect(merged).toMatchObject({ verdict: 'holds', shard: '1/1', race: { rounds: alone.race?.rounds } })
  expect(alone.race?.rounds).toBe(10)
})

test('every execution is done once, however many cores each machine has', () => {
  for (const machines of [[1], [2], [1, 2], [4, 1, 3], [2, 2, 2]]) {
    const done = machines.flatMap((cores, machine) =>
      Array.from({ length: cores }, (_, core) => {
        const { index, of } = shareOf({ index: machine + 1, count: machines.length }, core, cores)
        return Array.from({ length: 120 }, (_none, number) => number).filter(
          (number) => number % of === index,
        )
      }).flat(),
    )
    expect(done.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 120 }, (_, number) => number),
    )
  }
})

test.each<[string, (dir: string) => void, RegExp]>([
  ['an empty directory', () => {}, /expected JSON results in it, as --reporter=json:FILE writes them/],
  ['one without results', () => save('replay.json', { version: 1 }), /expected JSON results in it/],
  ['a torn result', () => save('torn.json', '{"verdict": "ho'), /torn\.json: expected a JSON result \(/],
  [
    'a result of later',
    () => save('x.json', { verdict: 'holds', version: 2 }),
    /x\.json: .* version: expected a result/,
  ],
  [
    'no directory',
    (there) => fs.rmdirSync(path.join(there, 'no')),
    /no: expected a directory of JSON results/,
  ],
])('%s is refused with one message and exit code 2', async (what, prepare, message) => {
  const operand = what === 'no directory' ? path.join(dir, 'no') : dir
  if (operand !== dir) fs.mkdirSync(operand)
  prepare(dir)
  const { exitCode, stdout, stderr } = await cli('merge', operand)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr.split('\n')).toHaveLength(1)
})
