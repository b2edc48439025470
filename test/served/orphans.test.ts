import { explore } from 'onewriter'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { exploreHere } from '../support/explore-here.ts'
import { Surroundings } from '../support/leftovers.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { isThere, targetOf, type Language } from '../support/served.ts'

const scratch = scratchDirectory('orphans')
const why = whyNotServed()
let surroundings: Surroundings
beforeEach(() => {
  surroundings = new Surroundings()
})
afterEach(() => surroundings.remove())

const kinds: readonly [Language, string][] = [
  ['shell', 'left-to-a-child'],
  ['python', 'left-to-a-session'],
]
const ofAll = { sessions: 1, seed: 1, maxTime: '10m', outputDir: scratch } as const

test.runIf(why !== null)(`nothing is served here: ${why}`, () => {
  expect(why).not.toBeNull()
})

for (const [language, program] of kinds) {
  const canServe = why === null && isThere(language)

  test.runIf(canServe)(
    `what a program leaves to be done is waited for, and comes late (${program})`,
    async () => {
      const target = targetOf(language, program, scratch)
      const size = {
        writers: 1,
        calls: 1,
        strategy: 'exhaustive',
        executions: 20,
        dir: surroundings.dir,
      } as const
      const alone = await explore(target, { ...ofAll, ...size })
      expect(alone).toMatchObject({ verdict: 'holds', exhausted: [{ writers: 1, calls: 1 }], problems: [] })
      expect(surroundings.leftovers()).toEqual([])

      const killed = await exploreHere(target, {
        ...ofAll,
        ...size,
        faults: 'kill',
        oracle: 'acknowledged-survives',
      })
      expect(killed).toMatchObject({ verdict: 'violated', violations: [{ oracle: 'acknowledged-survives' }] })

      const two = await exploreHere(target, {
        ...ofAll,
        writers: 2,
        calls: 1,
        executions: 30,
        oracle: 'not-stale',
      })
      expect(two).toMatchObject({ verdict: 'violated', violations: [{ oracle: 'not-stale' }] })
    },
  )
}
