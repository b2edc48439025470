import { explore } from 'onewriter'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { startCli } from '../support/cli.ts'
import { Surroundings } from '../support/leftovers.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { isThere, targetOf } from '../support/served.ts'

const scratch = scratchDirectory('served-left')
const why = whyNotServed()
const canServe = why === null && isThere('shell')
let surroundings: Surroundings
beforeEach(() => {
  surroundings = new Surroundings()
})
afterEach(() => surroundings.remove())

const start = (target: string) => {
  const args = ['explore', target, '--seed=1', '--bail=0', '--max-time=10m', `--dir=${surroundings.dir}`]
  return startCli([...args, `--output-dir=${scratch}`], { env: surroundings.env })
}
const untilAtWork = () =>
  vi.waitFor(() => expect(surroundings.leftovers().length).toBeGreaterThan(6), { timeout: 60_000 })
const untilNothingIsLeft = () =>
  vi.waitFor(() => expect(surroundings.leftovers()).toEqual([]), { timeout: 20_000, interval: 20 })

test.runIf(!canServe)(`nothing is served here: ${why}`, () => {
  expect(canServe).toBe(false)
})

test.runIf(canServe)('a harness that is killed leaves neither mounts nor programs behind', async () => {
  for (const laterMillis of [0, 300, 900]) {
    const harness = start(targetOf('shell', 'own-name', scratch))
    await untilAtWork()
    setTimeout(() => harness.kill('SIGKILL'), laterMillis)
    expect(await harness).toMatchObject({ signal: 'SIGKILL' })
    await untilNothingIsLeft()
  }
})

test.runIf(canServe)('a program that writes its process number is never said to be exhausted', async () => {
  const options = "input: 'stdin', read: (bytes) => JSON.parse(String(bytes).split('\\n')[0])"
  const result = await explore(targetOf('shell', 'numbered', scratch, options), {
    writers: 2,
    calls: 1,
    sessions: 1,
    seed: 1,
    maxTime: '10m',
    outputDir: scratch,
    strategy: 'exhaustive',
  })
  expect(result).toMatchObject({ verdict: 'inconclusive', exhausted: [] })
  expect(result.problems[0]?.message).toMatch(/the search cannot be complete/)
})
