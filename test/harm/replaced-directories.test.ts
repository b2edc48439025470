import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Result } from 'onewriter'
import { expect, test } from 'vitest'
import { Canaries } from '../support/canaries.ts'
import { cliIn, type Ran } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

/**
 * Every command over a target that replaces, moves, links or mounts over what the harness works in, beside files that
 * nobody shall touch. See the fixture for what the words of a row mean.
 */
const target = fixture('replaces-its-directory.ts')
const scratch = scratchDirectory('harm')
let made = 0

interface Surroundings {
  readonly canaries: Canaries
  readonly base: string
  readonly outputDir: string
}

function surroundings(): Surroundings {
  made += 1
  const home = path.join(scratch, String(made))
  const [base, outputDir] = ['base', 'output'].map((name) => path.join(home, name)) as [string, string]
  fs.mkdirSync(base, { recursive: true })
  return { canaries: new Canaries(path.join(home, 'elsewhere')), base, outputDir }
}

async function run(harm: string, args: readonly string[], around = surroundings()): Promise<Ran> {
  const { canaries, base, outputDir } = around
  const isReplay = args[0] === 'replay'
  const options = [`--dir=${base}`, ...(isReplay ? [] : [`--output-dir=${outputDir}`, '--seed=1'])]
  const env = { HARM: harm, CANARIES: canaries.dir }
  const ran = await cliIn({ env, isolated: harm.startsWith('mount') }, ...args, ...options)
  canaries.assertUntouched()
  expect(ran.stdout + ran.stderr).not.toMatch(/fault of the harness itself|^\s+at .*harness/m)
  return ran
}

/** Where the run directory is no longer what it was, nothing may be said about the target. */
function assertSaid({ exitCode, stdout }: Ran): void {
  const { verdict, violations, problems } = JSON.parse(stdout) as Result
  expect(problems.map(({ message }) => message).join('\n')).toMatch(
    /moved, removed or replaced|could not be emptied|cannot be made|could not be made/,
  )
  expect({ exitCode, verdict, violations }).toEqual({ exitCode: 3, verdict: 'inconclusive', violations: [] })
}

test.each([
  ['explore', 'link:dir:end:step', '--executions=2'],
  ['explore', 'remove-and-link:root:made:program', '--executions=2'],
  ['explore', 'remove-and-link:dir:recover:program', '--executions=40', '--faults=kill,power-loss'],
  ['race', 'remove-and-link:dir:end:step', '--executions=2'],
  ['race', 'replace:parent:written:program', '--executions=2'],
  ['check', 'link:dir:end:step', '--executions=4'],
  ['soak', 'remove-and-link:dir:end:program', '--max-time=4s'],
])('%s, %s: untouched, and said', async (command, harm, ...options) => {
  assertSaid(await run(harm, [command, target, '--writers=1', '--reporter=json', ...options]))
})

test('replay of a file whose target now links elsewhere: untouched', async () => {
  const around = surroundings()
  const found = await run('rename:folder:end:step', ['explore', target, '--executions=2'], around)
  expect(found.exitCode).toBe(1)
  const [file = ''] = fs.readdirSync(around.outputDir)
  const replayed = await run(
    'remove-and-link:parent:written:program',
    ['replay', path.join(around.outputDir, file), '--times=2'],
    around,
  )
  expect(replayed.exitCode).toBe(3)
})

const canMount = spawnSync('unshare', ['-m', 'true']).status === 0

test.runIf(canMount).each([
  ['explore', 'mount:dir:end:program'],
  ['explore', 'mount:folder:begin:program'],
  ['explore', 'mount:parent:made:program'],
  // A file that seems to be gone would be sought under control and shrunk, for 20 s.
  ['race', 'mount:folder:end:program', '--oracle=no-litter'],
])('%s, %s: what is mounted there is untouched', async (command, harm, ...options) => {
  const few = ['--writers=1', '--executions=2', '--reporter=json', ...options]
  const ran = await run(harm, [command, target, ...few])
  if (command === 'explore') assertSaid(ran)
})
