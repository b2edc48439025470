import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../../harness/model/errors.ts'
import { loadReplayFile } from '../../harness/recording/load.ts'
import { saveCounterexample } from '../../harness/recording/save.ts'
import type { ReplayFile } from '../../harness/recording/schema.ts'
import { counterexample } from '../support/counterexample.ts'

let dir: string
let target: string
let saved: string
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'recording-'))
})
afterAll(() => fs.rmSync(dir, { recursive: true }))
beforeEach(() => {
  target = path.join(dir, 'my.target.mjs')
  fs.writeFileSync(target, 'export default 1')
  const outputDir = path.join(dir, 'deep', 'saved')
  saved = saveCounterexample(counterexample, { target, outputDir, seed: 3, signature: 'parses/unreadable' })
})

test('what is saved is what is loaded', () => {
  const loaded = loadReplayFile(saved)
  expect(loaded.counterexample).toEqual(counterexample)
  expect(loaded).toMatchObject({ target, sourceChanged: false })
  expect(loaded.file).toMatchObject({
    version: 1,
    node: process.version,
    runSeed: 3,
    target: '../../my.target.mjs',
  })
})

test('its name tells the target, the oracle and one violation from another', () => {
  expect(path.basename(saved)).toMatch(/^my-parses-[\da-f]{8}\.json$/)
  const options = { target, outputDir: dir, seed: 3, signature: 'parses/unreadable' }
  const other = saveCounterexample({ ...counterexample, seed: 8 }, options)
  expect(path.basename(other)).not.toBe(path.basename(saved))
})

test('a target that has changed since is told', () => {
  fs.appendFileSync(target, '\n')
  expect(loadReplayFile(saved)).toMatchObject({ sourceChanged: true })
})

test('loading runs nothing', () => {
  fs.writeFileSync(target, "throw new Error('this should not run')")
  expect(loadReplayFile(saved)).toMatchObject({ sourceChanged: true })
})

type Part = Record<string, unknown>
const at = (root: unknown, ...keys: (string | number)[]) =>
  keys.reduce((part, key) => (part as Part)[key], root) as Part
const step = (part: Part) => (file: ReplayFile) =>
  Object.assign(at(file, 'counterexample', 'schedule', 0), part)
const call = (part: Part) => (file: ReplayFile) =>
  Object.assign(at(file, 'counterexample', 'workload', 'writers', 0, 0), part)
const whole = (part: Part) => (file: ReplayFile) => Object.assign(file, part)
const inside = (part: Part) => (file: ReplayFile) => Object.assign(at(file, 'counterexample'), part)
const outside = 'expected a path inside the run directory'

test.each<[string, (file: ReplayFile) => unknown, string]>([
  ['another version', whole({ version: 2 }), 'version is wrong'],
  ['no version', whole({ version: undefined }), 'version is wrong'],
  ['no counterexample', whole({ counterexample: null }), 'counterexample is wrong'],
  ['a path above', step({ path: '../s1.json' }), outside],
  ['a path that climbs', step({ path: 'a/../../s1.json' }), outside],
  ['an absolute path', step({ path: '/etc/passwd' }), outside],
  ['a drive', step({ to: 'C:\\s1.json' }), outside],
  ['a path that climbs by backslashes', step({ to: 'a\\..\\..\\s1.json' }), outside],
  ['a session file elsewhere', inside({ files: { s1: '/etc/passwd' } }), outside],
  ['an unknown operation', step({ op: 'format' }), 'counterexample.schedule.0.op is wrong'],
  ['a writer 0', step({ writer: 0 }), 'counterexample.schedule.0.writer is wrong'],
  ['half a call', step({ call: 0.5 }), 'counterexample.schedule.0.call is wrong'],
  ['an unknown fault', step({ fault: { kind: 'fire' } }), 'counterexample.schedule.0.fault'],
  ['a fault with more', step({ fault: { kind: 'kill', run: 'rm' } }), 'counterexample.schedule.0.fault.run'],
  ['an unknown oracle', inside({ oracle: 'delphi' }), 'counterexample.oracle is wrong'],
  [
    'no writers',
    inside({ workload: { writers: [], readers: 0 } }),
    'counterexample.workload.writers is wrong',
  ],
  ['a session that is a path', call({ session: '../s1' }), 'counterexample.workload.writers.0.0.session is'],
  ['a payload without end', call({ payloadBytes: 2 ** 40 }), 'counterexample.workload.writers.0.0.payloadB'],
  ['a target that is gone', whole({ target: 'gone.mjs' }), 'its target gone.mjs is not there'],
  ['a target with a NUL byte', whole({ target: 'a\0b.mjs' }), 'target is wrong: expected a path, and none'],
  ['a path with a NUL byte', step({ path: 'a\0b' }), outside],
  ['a directory for a target', whole({ target: '.' }), 'its target . is not there'],
])('%s is refused', (_what, change, message) => {
  const file = JSON.parse(fs.readFileSync(saved, 'utf8')) as ReplayFile
  change(file)
  fs.writeFileSync(saved, JSON.stringify(file))
  const load = () => loadReplayFile(saved)
  expect(load).toThrow(UsageError)
  expect(load).toThrow(message)
  expect(load).toThrow(path.basename(saved))
})

test.each(['', 'null', '[]', '"text"', '{"version":1}', '{', '\u0000'])('%j is no replay file', (text) => {
  fs.writeFileSync(saved, text)
  expect(() => loadReplayFile(saved)).toThrow(/(expected|is not) a replay file/)
})

test.each([
  [{ name: 'a-package', version: '1.0.0' }, /^x\.json is not a replay file; expected one that explore,/],
  [[], /^x\.json is not a replay file; expected/],
  [{ verdict: 'holds', violations: [] }, /is not a replay file but the JSON result of a run, .*`replayFile`/],
  [{ searched: [] }, /is not a replay file but the checkpoint of a search;/],
  [{ turns: 1 }, /is not a replay file but the state of a soak;/],
])('%j is no replay file, and it is said what it is', (value, message) => {
  const before = process.cwd()
  fs.writeFileSync(path.join(dir, 'x.json'), JSON.stringify(value))
  process.chdir(dir)
  try {
    expect(() => loadReplayFile('x.json')).toThrow(UsageError)
    expect(() => loadReplayFile('x.json')).toThrow(message)
  } finally {
    process.chdir(before)
  }
})
