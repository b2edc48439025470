import { expect, test } from 'vitest'
import { exploreHere } from '../support/explore-here.ts'
import { fixture } from '../support/targets.ts'

test('what whoever opens a store has saved is seen, though no call touches it', async () => {
  const size = { writers: 2, calls: 1, sessions: 1, seed: 1, strategy: 'exhaustive' } as const
  const found = await exploreHere(fixture('saves-defaults-as-it-opens.ts'), size)
  expect(found).toMatchObject({
    verdict: 'holds',
    problems: [],
    escapes: [],
    exhausted: [{ writers: 2, calls: 1 }],
  })
  expect(found.oracles['reads-whole']).toBe('holds')
})
