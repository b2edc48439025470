import { expect, test } from 'vitest'
import { exploreHere } from '../support/explore-here.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

const search = { strategy: 'exhaustive', sessions: 1, seed: 1 } as const

/** The same with and without predictions: what is said, and in how many states it was found. */
async function bothWays(target: string, options: object) {
  const foretold = await exploreHere(target, { ...search, ...options })
  const carriedOut = await exploreHere(target, { ...search, ...options, predict: false })
  const sizes = ({ exhausted }: typeof foretold) =>
    exhausted.map(({ executions: _executions, predicted: _predicted, ...size }) => size)
  expect(sizes(foretold)).toEqual(sizes(carriedOut))
  expect(foretold.oracles).toEqual(carriedOut.oracles)
  expect(carriedOut).not.toHaveProperty('predicted')
  return foretold
}

test.each<[string, string, object]>([
  ['two writers', 'atomic-write', { writers: 2, calls: 1 }],
  ['a power loss after every step', 'atomic-write', { writers: 1, calls: 1, faults: ['power-loss'] }],
  [
    'an error, a short write or a kill at every step',
    'temp-and-rename.mjs',
    { writers: 1, calls: 1, faults: ['errno', 'short-write', 'kill'] },
  ],
])(
  '%s: a size is exhausted in the same states, whether it is foretold or carried out',
  async (_, target, options) => {
    const foretold = await bothWays(correct(target), options)
    expect(foretold).toMatchObject({ verdict: 'holds', problems: [] })
    expect(foretold.exhausted.length).toBeGreaterThan(0)
    const { executions = 0, checked = 0 } = foretold.predicted ?? {}
    // One in a hundred, and fifty where there are so many.
    expect(executions).toBeGreaterThan(0)
    expect(checked).toBeGreaterThanOrEqual(Math.min(executions, 50))
  },
)

test('what a power loss leaves of a writer without fsync is found among what was foretold', async () => {
  const found = await exploreHere(knownBad('no-fsync'), {
    ...search,
    writers: 1,
    calls: 1,
    faults: ['power-loss'],
  })
  expect(found.verdict).toBe('violated')
  expect(found.violations[0]?.reproduced.times).toBe(found.violations[0]?.reproduced.of)
})

test('what a load sees, between steps and beside a reader, is foretold from a directory that holds the same', async () => {
  const foretold = await bothWays(correct('../reports/targets/keeps-its-index-with-its-data.ts'), {
    writers: 2,
    calls: 1,
  })
  expect(foretold).toMatchObject({ verdict: 'holds', problems: [], predicted: { checked: 14 } })
})

test('whoever reads what another one is changing is foretold', async () => {
  const foretold = await bothWays(correct('keeps-a-backup'), { writers: 2, calls: 1 })
  expect(foretold).toMatchObject({ verdict: 'holds', predicted: { executions: 10 } })
})

test('a load that changes its directory is carried out, and changes nothing between steps', async () => {
  const result = await exploreHere(fixture('mends-as-it-loads.ts'), { ...search, writers: 2, calls: 1 })
  expect(result).not.toHaveProperty('predicted')
  expect(result).toMatchObject({ verdict: 'holds', escapes: [] })
})

/** Who looks whether a process is there finds out without a step. */
test('whoever looks for a writer that was killed is foretold to find it gone', async () => {
  const asked = { ...search, writers: 2, calls: 1, faults: ['kill'], oracle: ['no-litter'] }
  const found = await exploreHere(fixture('sweeps-after-killed-writers.ts'), asked)
  expect(found).toMatchObject({ verdict: 'holds', problems: [] })
  expect(found).not.toHaveProperty('freshProcesses')
  // As many states as there are where everything is carried out.
  expect(found.exhausted).toMatchObject([{ states: 150 }])
  expect(found.predicted?.checked).toBeGreaterThan(0)
})
