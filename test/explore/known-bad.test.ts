import { expect, test } from 'vitest'
import { cli, cliResult } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('violations')

const two = ['--writers=2', '--calls=1', '--sessions=1']
const one = ['--writers=1', '--calls=2', '--sessions=1']

const caught: readonly [name: string, oracle: string, within: number, ...options: string[]][] = [
  ['in-place', 'parses', 100, ...two],
  ['in-place-beside-rename', 'parses', 100],
  ['fixed-temp-name', 'parses', 200, ...two],
  ['pid-counter-temp-name', 'parses', 200, ...two, '--same-pid'],
  ['unlink-before-rename', 'reads-whole', 100, ...two],
  ['read-modify-append', 'parses', 200],
  ['appends-in-two', 'parses', 100, ...two],
  ['dropped-debounce-tail', 'program-order', 100, ...one],
  ['snapshot-after-flush', 'program-order', 200, ...one],
  ['export-after-flush', 'issue-order', 400, ...one],
  // The second call begins while what the first has deferred is under way.
  ['dirty-flag-late', 'program-order', 200, ...one],
  // A holder that is at work keeps its lock; one that stands still may lose it.
  ['lock-reclaimed-by-age', 'parses', 200, ...two, '--faults=stall'],
]

test.each(caught)(
  '%s is caught by %s within %i executions, and replayed',
  async (name, oracle, within, ...options) => {
    const args = ['explore', knownBad(name), ...options, `--oracle=${oracle}`, '--seed=1', '--max-time=5m']
    const { exitCode, stdout } = await cli(...args, `--executions=${within}`, `--output-dir=${outputDir}`)
    expect(stdout).toMatch(/^VIOLATED/)
    expect(exitCode).toBe(1)
    // The printed line, as a person would copy it.
    const [, command = '', file = ''] = /^ {2}npx onewriter (\w+) (\S+)$/m.exec(stdout) ?? []
    expect(command).toBe('replay')
    const replayed = await cli(command, file, '--times=3')
    expect(replayed).toMatchObject({ exitCode: 1, stderr: '' })
    expect(replayed.stdout).toMatch(new RegExp(`reproduced: ${oracle} is violated in 3 of 3, each time`))
    // Both show the same steps.
    const table = (text: string) =>
      text
        .split('\n')
        .filter((line) => /^ +\d+ {2,}|└/.test(line))
        .join('\n')
    expect(table(replayed.stdout)).toBe(table(stdout))
    expect(table(stdout)).not.toBe('')
  },
)

test('a name of pid and count is unique among processes that have pids of their own', async () => {
  const oracle = '--oracle=parses,one-writer,reads-whole,no-litter'
  const { result } = await cliResult(
    'explore',
    knownBad('pid-counter-temp-name'),
    oracle,
    '--executions=200',
    '--max-time=5m',
  )
  expect(result).toMatchObject({ verdict: 'holds', executions: 200, problems: [] })
})
