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
  const args = ['race', target, '--seed=1', `--dir=${surroundings.dir}`, ...options]
  return startCli(args, { env: surroundings.env })
}
const untilNothingIsLeft = () =>
  vi.waitFor(() => expect(surroundings.leftovers()).toEqual([]), { timeout: 20_000, interval: 20 })

const targets = [
  correct('write-file-atomic'),
  knownBad('in-place'),
  fixture('loops-in-a-call.ts'),
  fixture('hangs-while-loading.ts'),
  fixture('command-sleeps.ts'),
]
// From before the first process is started until well into the rounds: 20 moments, the same in each run.
const moments = fc.sample(fc.noBias(fc.integer({ min: 30, max: 1500 })), { seed: 20, numRuns: 20 })

test.each(moments.map((millis, index) => [millis, targets[index % targets.length] ?? '']))(
  'killed after %i ms, a race of %s leaves nothing behind',
  async (millis, target) => {
    // However fast the machine is, it is not through by then.
    const harness = start(target, '--bail=0')
    setTimeout(() => harness.kill('SIGKILL'), millis)
    const { signal } = await harness
    expect(signal).toBe('SIGKILL')
    await untilNothingIsLeft()
  },
)

const untilAtWork = () =>
  vi.waitFor(() => expect(surroundings.leftovers().length).toBeGreaterThan(4), { timeout: 20_000 })

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a race with what it has found', async (name) => {
  const harness = start(correct('write-file-atomic'), '--writers=3', '--reporter=json')
  await untilAtWork()
  harness.kill(name)
  const { exitCode, stdout } = await harness
  expect(exitCode).toBe(130)
  expect(JSON.parse(String(stdout))).toMatchObject({
    verdict: expect.stringMatching(/holds|inconclusive/),
    problems: [],
  })
  expect(surroundings.leftovers()).toEqual([])
})

test('Ctrl-C while writers loop or the target is still loading does not wait for them', async () => {
  for (const target of ['loops-in-a-call.ts', 'hangs-while-loading.ts', 'command-sleeps.ts']) {
    const harness = start(fixture(target))
    await vi.waitFor(() => expect(surroundings.leftovers().length).toBeGreaterThan(3), { timeout: 20_000 })
    harness.kill('SIGINT')
    expect(await harness).toMatchObject({ exitCode: 130 })
    expect(surroundings.leftovers()).toEqual([])
  }
})

test('what a harness and its guard left when both were killed goes at the next start', async () => {
  const harness = start(fixture('loops-in-a-call.ts'))
  await untilAtWork()
  const survivors = () => surroundings.leftovers().filter((left) => /^\d+$/.test(left))
  // Stopped first: a guard that still ran when its harness was killed would do its work.
  for (const name of ['SIGSTOP', 'SIGKILL'] as const) {
    for (const pid of survivors()) signalIfThere(Number(pid), name)
  }
  await vi.waitFor(() => expect(survivors()).toEqual([]))
  await harness
  expect(surroundings.leftovers()).toHaveLength(1)
  expect((await start(correct('write-file-atomic'), '--executions=1', '--writers=2')).exitCode).toBe(0)
  await untilNothingIsLeft()
})

test('what a crashed writer had started goes with it', async () => {
  expect(await start(fixture('crashes-beside-a-command.ts'), '--calls=1')).toMatchObject({ exitCode: 3 })
  await untilNothingIsLeft()
})

function signalIfThere(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has gone by itself.
  }
}
