import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { soak, type Result } from 'onewriter'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCli } from '../support/cli.ts'
import { Surroundings } from '../support/leftovers.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

let dir = ''
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'soak-'))
})
afterEach(() => fs.rmSync(dir, { recursive: true }))

const signatures = ({ violations }: Result) => violations.map(({ signature }) => signature).toSorted()

test('three defects are three groups, each saved once, and a later soak knows them', async () => {
  const target = knownBad('three-defects')
  const options = { seed: 1, maxTime: '5m', outputDir: dir, faults: ['none'] }
  const result = await soak(target, { ...options, bail: 3 })
  const three = ['no-litter/file', 'parses/unreadable', 'program-order/earlier-survives']
  expect(result).toMatchObject({ command: 'soak', verdict: 'violated', problems: [] })
  expect(signatures(result)).toEqual(three)
  for (const { replayFile } of result.violations) expect(fs.existsSync(replayFile ?? '')).toBe(true)

  const more = await soak(target, { ...options, executions: 10, maxTime: '10m' })
  expect(signatures(more)).toEqual(three)
  expect(more.executions).toBeGreaterThan(result.executions)
  for (const signature of three) {
    expect(result.seen?.[signature]).toBeGreaterThanOrEqual(1)
    expect(more.seen?.[signature]).toBeGreaterThanOrEqual(result.seen?.[signature] ?? Infinity)
  }
  const state = JSON.parse(fs.readFileSync(path.join(dir, 'three-defects.soak.json'), 'utf8'))
  expect(state).toMatchObject({ result: { seen: more.seen } })
  expect(fs.readdirSync(dir)).toHaveLength(4)
})

test('a target that would kill its own process group reaches nobody, and that is said', async () => {
  const surroundings = new Surroundings()
  const args = [
    'soak',
    fixture('kills-its-group.ts'),
    '--max-time=5m',
    `--output-dir=${dir}`,
    `--dir=${surroundings.dir}`,
  ]
  const { exitCode, stdout } = await startCli(args, { env: surroundings.env })
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/^INCONCLUSIVE {2}kills-its-group: [^]*SIGKILL to a process group/)
  expect(surroundings.leftovers()).toEqual([])
  surroundings.remove()
})

test('goes on where it was: counts, turns and seeds', async () => {
  const soakBriefly = async (...args: string[]) => {
    const more = [
      '--writers=2',
      '--executions=5',
      `--output-dir=${dir}`,
      '--reporter=json',
      '--faults=none',
      ...args,
    ]
    const { stdout, stderr } = await startCli(['soak', correct('write-file-atomic'), ...more])
    return { result: JSON.parse(String(stdout)) as Result, stderr: String(stderr) }
  }
  const first = await soakBriefly('--seed=7')
  expect(first.result).toMatchObject({ verdict: 'holds', seed: 7, executions: 5 })
  expect(first.stderr).not.toMatch(/going on/)
  const second = await soakBriefly()
  expect(second.stderr).toMatch(
    /^going on after turn 1: 5 executions, 0 violations \(.*write-file-atomic\.soak\.json\)\nseed 7\n/,
  )
  expect(second.result).toMatchObject({ verdict: 'holds', seed: 7, executions: 10, race: { rounds: 5 } })
  const anew = await soakBriefly('--seed=8')
  expect(anew.result).toMatchObject({ seed: 8, executions: 5 })
})

test('one that asks for something else begins anew, and leaves what was found', async () => {
  const few = ['--writers=2', '--executions=2', '--faults=none', `--output-dir=${dir}`]
  const ask = (...args: string[]) => startCli(['soak', correct('atomic-write'), ...few, ...args])
  await ask('--oracle=parses')
  const { stderr } = await ask('--oracle=one-writer')
  expect(stderr).toMatch(
    /begins anew.*has changed; what an earlier soak has found is kept in .*previous\.json/,
  )
  expect(fs.readdirSync(dir).toSorted()).toEqual([
    'atomic-write.soak.json',
    'atomic-write.soak.previous.json',
  ])
})

test('tells what it has found when it is interrupted', async () => {
  const args = [
    'soak',
    knownBad('in-place'),
    '--oracle=parses',
    '--faults=none',
    `--output-dir=${dir}`,
    '--seed=1',
  ]
  const running = startCli(args)
  const found = new Promise<void>((resolve) => {
    const watcher = fs.watch(dir, (_event, name) => {
      if (!name?.includes('-parses-')) return
      watcher.close()
      resolve()
    })
  })
  await Promise.race([found, running])
  running.kill('SIGINT')
  const { exitCode, stdout } = await running
  expect(exitCode).toBe(130)
  expect(stdout).toMatch(/^VIOLATED {2}in-place: [^]*\n {2}seen \d+ times?\n[^]*\n {2}npx onewriter replay /)
  expect(fs.readdirSync(dir)).toContain('in-place.soak.json')
})

test.each<[string, unknown, RegExp]>([
  ['torn', '{"version": 1', /expected the state of a soak, but .*JSON/],
  ['of another version', { version: 2 }, /but version: expected 1; remove it to start anew/],
  ['without a result', { version: 1, turns: 1, sourceHash: '', asked: '', result: {} }, /but result\./],
])('a state that is %s is refused', async (_what, content, message) => {
  const file = path.join(dir, 'write-file-atomic.soak.json')
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  const { exitCode, stderr } = await startCli(['soak', correct('write-file-atomic'), `--output-dir=${dir}`])
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(message)
})
