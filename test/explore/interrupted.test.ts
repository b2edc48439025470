import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startCli } from '../support/cli.ts'
import { Surroundings } from '../support/leftovers.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

let surroundings: Surroundings
beforeEach(() => {
  surroundings = new Surroundings()
})
afterEach(() => surroundings.remove())

const start = (target: string, ...options: string[]) => {
  const args = ['explore', target, '--seed=1', `--dir=${surroundings.dir}`, ...options]
  // What an end takes is not asked: by default, execa kills after 5 s what was asked to terminate.
  return startCli(args, { env: surroundings.env, forceKillAfterDelay: false })
}
const untilNothingIsLeft = () =>
  vi.waitFor(() => expect(surroundings.leftovers()).toEqual([]), { timeout: 20_000, interval: 20 })
const untilAtWork = () =>
  vi.waitFor(() => expect(surroundings.leftovers().length).toBeGreaterThan(6), { timeout: 20_000 })

const targets = [
  correct('atomic-write'),
  knownBad('in-place'),
  fixture('loops-in-a-call.ts'),
  fixture('waits-for-the-network.ts'),
  knownBad('lock-outlives-its-holder'),
]
// From before the first process is started until well into the executions: the same moments in each run.
const moments = fc.sample(fc.noBias(fc.integer({ min: 30, max: 1500 })), { seed: 20, numRuns: 10 })

test.each(moments.map((millis, index) => [millis, targets[index % targets.length] ?? '']))(
  'killed after %i ms, an exploration of %s leaves nothing behind',
  async (millis, target) => {
    // However fast the machine is, it is not through by then.
    const harness = start(target, '--oracle=no-litter', '--bail=0')
    setTimeout(() => harness.kill('SIGKILL'), millis)
    expect((await harness).signal).toBe('SIGKILL')
    await untilNothingIsLeft()
  },
)

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends an exploration with what it has found', async (name) => {
  const saved = path.join(surroundings.dir, 'saved')
  const options = ['--oracle=parses,one-writer', '--bail=0', '--reporter=json', `--output-dir=${saved}`]
  // Hardly anything is left to be made smaller: what is asked is the end, and not the way there.
  const harness = start(knownBad('in-place'), '--writers=2', '--calls=1', '--sessions=1', ...options)
  await vi.waitFor(() => expect(fs.readdirSync(saved)).not.toEqual([]), { timeout: 40_000 })
  harness.kill(name)
  const { exitCode, stdout } = await harness
  expect(exitCode).toBe(130)
  expect(JSON.parse(String(stdout))).toMatchObject({ verdict: 'violated', interrupted: true })
  const [violation] = (JSON.parse(String(stdout)) as { violations: { replayFile: string }[] }).violations
  expect(fs.existsSync(violation?.replayFile ?? '')).toBe(true)
  fs.rmSync(saved, { recursive: true })
  expect(surroundings.leftovers()).toEqual([])
})

test('Ctrl-C while writers loop does not wait for ever', async () => {
  for (const target of ['loops-in-a-call.ts', 'waits-for-the-network.ts']) {
    const harness = start(fixture(target))
    await untilAtWork()
    harness.kill('SIGINT')
    expect(await harness).toMatchObject({ exitCode: 130 })
    expect(surroundings.leftovers()).toEqual([])
  }
})

test('a core that has done its share holds nobody up when another one finds something', async () => {
  const saved = path.join(surroundings.dir, 'saved')
  // The first execution is one core's whole share; it breaks nothing, and the second does.
  const options = ['--writers=2', '--calls=1', '--sessions=1', '--oracle=parses', `--output-dir=${saved}`]
  for (const executions of [2, 3, 4]) {
    const harness = start(knownBad('in-place'), ...options, `--executions=${executions}`)
    expect((await harness).exitCode).toBeLessThan(2)
  }
  fs.rmSync(saved, { recursive: true, force: true })
  expect(surroundings.leftovers()).toEqual([])
})
