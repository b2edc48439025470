import type { OracleName, RunOptions } from 'onewriter'
import { expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { exploreHere } from '../support/explore-here.ts'
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

/** That they are made smaller, and replayed however often: `npm run proof -- --only=shrink --only=replay`. */
test.each(caught)(
  '%s is caught by %s within %i executions, and in fresh processes',
  async (name, oracle, executions, options) => {
    const bounds = { seed: 1, executions, outputDir, oracle: [oracle] }
    const found = await exploreHere(knownBad(name), { ...options, ...bounds }, { once: true })
    expect(found).toMatchObject({ verdict: 'violated', violations: [{ oracle }], problems: [] })
    const [{ reproduced, counterexample } = {}] = found.violations
    expect(reproduced).toEqual({ times: 1, of: 1 })
    expect(counterexample?.steps).not.toEqual([])
  },
)

test('the line that is printed for a violation replays it', async () => {
  const oracle = 'parses'
  const size = ['--writers=2', '--calls=1', '--sessions=1', '--executions=200', '--max-time=5m', '--seed=1']
  const args = [...size, `--oracle=${oracle}`, `--output-dir=${outputDir}`]
  const { exitCode, stdout } = await cli('explore', knownBad('in-place'), ...args)
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
  const result = await exploreHere(knownBad('pid-counter-temp-name'), {
    oracle: ['parses', 'one-writer', 'reads-whole', 'no-litter'],
    executions: 100,
  })
  expect(result).toMatchObject({ verdict: 'holds', executions: 100, problems: [] })
})
