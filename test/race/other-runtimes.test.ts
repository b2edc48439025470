import { race } from 'onewriter'
import { expect, test } from 'vitest'
import { foreignRuntimes } from '../support/runtimes.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture } from '../support/targets.ts'

const outputDir = scratchDirectory('race-elsewhere')

test('Bun and Deno are there for these tests', () => {
  expect(foreignRuntimes.map(([name]) => name)).toEqual(['bun', 'deno'])
})

// A reader sees a file that is being written in place in a fifth of the rounds or more.
test.each(foreignRuntimes)('%s races: what writes in place is seen half written', async (_, runtime) => {
  const options = { seed: 1, sessions: 1, readers: 1, executions: 500, oracle: ['reads-whole'], outputDir }
  const result = await race(fixture('writes-in-place.mjs'), { ...options, runtime, maxTime: '10m' })
  expect(result).toMatchObject({ verdict: 'violated', problems: [] })
  expect(result.race?.rounds).toBeGreaterThan(0)
})

test.each(foreignRuntimes)('%s races: the exporter holds', async (_, runtime) => {
  const options = { seed: 1, writers: 2, calls: 2, executions: 5, outputDir }
  const result = await race(correct('exporter'), { ...options, runtime, maxTime: '10m' })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], race: { rounds: 5 } })
})
