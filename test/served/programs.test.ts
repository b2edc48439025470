import { explore, replay } from 'onewriter'
import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { cli } from '../support/cli.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { isThere, languages, targetOf } from '../support/served.ts'
import { fixture } from '../support/targets.ts'

const scratch = scratchDirectory('served')
const small = { writers: 2, calls: 1, sessions: 1, seed: 1, maxTime: '10m', outputDir: scratch } as const
const why = whyNotServed()
const there = why === null ? languages.filter(isThere) : []

test.runIf(why !== null)(`a program is refused where it cannot be held, as here: ${why}`, async () => {
  const { exitCode, stderr } = await cli('explore', fixture('shell-by-rename.ts'))
  expect(exitCode).toBe(2)
  expect(stderr).toContain(`the steps of another program cannot be controlled on this machine: ${why}`)
})

test.each(there)('%s: what writes in place is torn, and replayed each time', async (language) => {
  const result = await explore(targetOf(language, 'in-place', scratch), { ...small, oracle: ['one-writer'] })
  expect(result).toMatchObject({ verdict: 'violated', control: 'served', problems: [] })
  const [violation] = result.violations
  expect(violation).toMatchObject({ oracle: 'one-writer', minimal: true, writers: 2, calls: 2 })
  const again = await replay(violation?.replayFile ?? '', { times: 10 })
  expect(again).toMatchObject({ times: 10, of: 10, divergence: null })
})

test.each(there)('%s: one temporary name for all is no better', async (language) => {
  const result = await exploreHere(targetOf(language, 'fixed-name', scratch), small, { once: true })
  expect(result).toMatchObject({ verdict: 'violated', control: 'served', problems: [] })
})

test.each(there)('%s: a name of its own holds, and is exhausted', async (language) => {
  const target = targetOf(language, 'own-name', scratch)
  const result = await exploreHere(target, { ...small, strategy: 'exhaustive' })
  expect(result).toMatchObject({ verdict: 'holds', control: 'served', problems: [], escapes: [] })
  expect(result.exhausted).toMatchObject([{ writers: 2, calls: 1, sessions: 1 }])
})

/** A lock that nobody gives back by hand: it goes with its program. */
test.runIf(there.includes('perl'))('one temporary name holds under flock(2), and is exhausted', async () => {
  const target = targetOf('perl', 'locked', scratch)
  const result = await exploreHere(target, {
    ...small,
    strategy: 'exhaustive',
    oracle: ['one-writer', 'calls-succeed'],
  })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [] })
  expect(result.exhausted).toMatchObject([{ writers: 2, calls: 1, sessions: 1 }])
})
