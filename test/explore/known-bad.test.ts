import { explore, replay, type OracleName, type RunOptions } from 'onewriter'
import { expect, test } from 'vitest'
import { loadReplayFile } from '../../harness/recording/load.ts'
import { cli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('violations')

const two = { writers: 2, calls: 1, sessions: 1 }
const one = { writers: 1, calls: 2, sessions: 1 }
const stall = ['stall']

const caught: readonly [name: string, oracle: OracleName, within: number, options?: RunOptions][] = [
  ['in-place', 'parses', 100, two],
  ['in-place-beside-rename', 'parses', 100],
  ['fixed-temp-name', 'parses', 200, two],
  ['pid-counter-temp-name', 'parses', 200, { ...two, samePid: true }],
  ['unlink-before-rename', 'reads-whole', 100, two],
  ['read-modify-append', 'parses', 200],
  ['appends-in-two', 'parses', 100, two],
  ['dropped-debounce-tail', 'program-order', 100, one],
  ['snapshot-after-flush', 'program-order', 200, one],
  ['export-after-flush', 'issue-order', 400, one],
  // The second call begins while what the first has deferred is under way.
  ['dirty-flag-late', 'program-order', 200, one],
  // A holder that is at work keeps its lock; one that stands still may lose it.
  ['lock-reclaimed-by-age', 'parses', 200, { ...two, faults: stall }],
]

test.each(caught)(
  '%s is caught by %s within %i executions, and replayed',
  async (name, oracle, executions, options) => {
    const target = knownBad(name)
    const bounds = { seed: 1, executions, maxTime: '5m', outputDir }
    const found = await explore(target, { ...options, ...bounds, oracle: [oracle] })
    expect(found).toMatchObject({ verdict: 'violated', violations: [{ oracle }], problems: [] })
    const [{ reproduced, replayFile, counterexample } = {}] = found.violations
    // Each time in fresh processes.
    expect(reproduced?.times).toBeGreaterThan(0)
    expect(reproduced?.times).toBe(reproduced?.of)
    expect(await replay(replayFile ?? '', { times: 1 })).toMatchObject({ times: 1, of: 1, divergence: null })
    // Both show the same steps.
    expect(loadReplayFile(replayFile ?? '').counterexample.steps).toEqual(counterexample?.steps)
    expect(counterexample?.steps).not.toEqual([])
  },
)

test.each([
  ['in-place', 'parses', ['--writers=2']],
  ['lock-reclaimed-by-age', 'parses', ['--writers=2', '--faults=stall']],
] as const)('the line that is printed for %s replays it', async (name, oracle, options) => {
  const size = ['--calls=1', '--sessions=1', '--executions=200', '--max-time=5m', '--seed=1']
  const args = [...options, ...size, `--oracle=${oracle}`, `--output-dir=${outputDir}`]
  const { exitCode, stdout } = await cli('explore', knownBad(name), ...args)
  expect(stdout).toMatch(/^VIOLATED/)
  expect(exitCode).toBe(1)
  // As a person would copy it.
  const [, command = '', file = ''] = /^ {2}npx onewriter (\w+) (\S+)$/m.exec(stdout) ?? []
  expect(command).toBe('replay')
  const replayed = await cli(command, file, '--times=3')
  expect(replayed).toMatchObject({ exitCode: 1, stderr: '' })
  expect(replayed.stdout).toMatch(new RegExp(`reproduced: ${oracle} is violated in 3 of 3, each time`))
  const table = (text: string) =>
    text
      .split('\n')
      .filter((line) => /^ +\d+ {2,}|└/.test(line))
      .join('\n')
  expect(table(replayed.stdout)).toBe(table(stdout))
  expect(table(stdout)).not.toBe('')
})

test('a name of pid and count is unique among processes that have pids of their own', async () => {
  const result = await explore(knownBad('pid-counter-temp-name'), {
    oracle: ['parses', 'one-writer', 'reads-whole', 'no-litter'],
    executions: 200,
    maxTime: '5m',
  })
  expect(result).toMatchObject({ verdict: 'holds', executions: 200, problems: [] })
})
