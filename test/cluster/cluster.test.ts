import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { problem } from '../../harness/model/problem.ts'
import type { RunFacts, Violated } from '../../harness/model/result.ts'
import { differences } from '../../scripts/cluster/compare.ts'
import { root } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('cluster')
const bin = path.join(dir, 'bin')
fs.mkdirSync(bin)
const program = (name: string, script: string) =>
  fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
/** Says what it was asked, and ends as its target is named. */
program('npx', 'echo npx "$@"\ncase $4 in killed) kill -KILL $$ ;; *) exit "$4" ;; esac')
program('scontrol', 'echo scontrol "$@"')
program('sleep', '')

const run = (script: string, args: readonly string[], env: Record<string, string> = {}) =>
  execa(path.join(root, 'scripts/cluster', script), args, {
    cwd: dir,
    env: { PATH: `${bin}:${process.env['PATH']}`, ...env },
    reject: false,
  })

test.each([
  ['0', 0],
  ['1', 0],
  ['3', 0],
  ['2', 2],
  ['130', 130],
  ['killed', 137],
])('a shard that exits with %s is for who has started it %d', async (target, exitCode) => {
  const { stdout, exitCode: got } = await run('shard.sh', ['2', target, '--seed=1'])
  expect(stdout).toBe(
    `npx --no-install onewriter explore ${target} --seed=1 --output-dir=saved/2 --reporter=json:shards/2.json`,
  )
  expect(got).toBe(exitCode)
})

test.each([
  ['killed', '', true],
  ['killed', '3', false],
  ['2', '', false],
  ['1', '', false],
])(
  'a task of Slurm that is %s after %j restarts asks to be run again: %s',
  async (target, restarts, asks) => {
    const env = { SLURM_ARRAY_TASK_ID: '4', SLURM_JOB_ID: '17', SLURM_RESTART_COUNT: restarts }
    const { stdout } = await run('slurm-shard.sh', [path.join(root, 'scripts/cluster'), target], env)
    expect(stdout.includes('shards/4.json')).toBe(true)
    expect(stdout.includes('scontrol requeue 17')).toBe(asks)
  },
)

test('whatever is lost, or done twice, is a difference', () => {
  const space = { writers: 2, calls: 1, sessions: 1, executions: 12, states: 56, faults: [] }
  const whole = {
    verdict: 'violated',
    executions: 12,
    exhausted: [space],
    violations: [{ signature: 'parses/torn' }, { signature: 'one-writer/foreign' }],
    problems: [],
  } as unknown as RunFacts & Violated
  expect(differences(whole, { ...whole, violations: whole.violations.toReversed() })).toEqual([])
  const others: Partial<RunFacts & Violated>[] = [
    { executions: 13 },
    { exhausted: [] },
    { exhausted: [{ ...space, states: 55 }] },
    { violations: whole.violations.slice(1) },
    { problems: [problem('shard 2', 'missing')] },
  ]
  for (const other of others) expect(differences(whole, { ...whole, ...other })).toHaveLength(1)
})
