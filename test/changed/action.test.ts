import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { root } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('action')
/** Says what it was asked, and exits with what the target is named for. */
fs.mkdirSync(path.join(dir, 'bin'))
const npx = '#!/bin/sh\necho "$@"\nexit "${4%.ts}"\n'
fs.writeFileSync(path.join(dir, 'bin/npx'), npx, { mode: 0o755 })

const action = fs.readFileSync(path.join(root, 'action.yml'), 'utf8')
const [, script = ''] = / {6}run: \|\n((?: {8}.*\n|\n)+)/.exec(action) ?? []

async function run(env: Record<string, string>) {
  const given = { COMMAND: 'check', OPTIONS: '', CHANGED: '', SHARD: '', SARIF: '', ...env }
  const PATH = `${path.join(dir, 'bin')}:${process.env['PATH']}`
  // As GitHub runs it: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell
  const flags = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
  return execa('bash', flags, { cwd: dir, env: { ...given, PATH }, reject: false })
}

test('the action runs each target, with what a workflow says as words', async () => {
  const { stdout, exitCode } = await run({
    TARGETS: '0.ts\n$(touch harm).ts',
    OPTIONS: '--max-time=5s\n--faults=none; touch harm',
    CHANGED: 'origin/main',
    SHARD: '2/3',
    SARIF: 'reports',
  })
  expect(stdout.split('\n')).toEqual([
    '--no-install onewriter check 0.ts --reporter=terminal --max-time=5s --faults=none; touch harm --changed=origin/main --shard=2/3 --reporter=json:.onewriter/result-1-2.json --reporter=sarif:reports/onewriter-1.sarif',
    expect.stringContaining('onewriter check $(touch harm).ts '),
  ])
  expect(exitCode).not.toBe(0)
  expect(fs.existsSync(path.join(dir, 'harm'))).toBe(false)
})

test.each([
  ['0.ts', 0],
  ['0.ts\n3.ts\n1.ts\n3.ts', 1],
  ['3.ts\n0.ts', 3],
  ['', 2],
])('of %j the worst counts', async (TARGETS, worst) => {
  expect((await run({ TARGETS })).exitCode).toBe(worst)
})

test('a merge has no result of its own', async () => {
  const { stdout } = await run({ COMMAND: 'merge', TARGETS: '.onewriter' })
  expect(stdout).toBe('--no-install onewriter merge .onewriter --reporter=terminal')
})
