import { explore, race } from 'onewriter'
import { expect, test } from 'vitest'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const outputDir = scratchDirectory('ends')
const options = { writers: 2, calls: 2, sessions: 1, seed: 1, outputDir }
const kinds = [
  [
    'explored',
    (name: string) => explore(fixture(`${name}.ts`), { ...options, executions: 4, maxTime: '10m' }),
  ],
  [
    'raced',
    (name: string) => race(fixture(`${name}.ts`), { ...options, readers: 0, executions: 2, maxTime: '10m' }),
  ],
] as const

test.each(kinds)('%s: what was acknowledged before process.exit is judged', async (_, run) => {
  const result = await run('ends-before-it-is-written')
  expect(result).toMatchObject({ verdict: 'violated', violations: [{ oracle: 'parses' }] })
})

test.each(kinds)('%s: exit handlers run before process.exit has its way', async (_, run) => {
  expect(await run('flushes-at-exit')).toMatchObject({
    verdict: 'holds',
    problems: [],
    oracles: { parses: 'holds', 'one-writer': 'holds', 'no-litter': 'holds' },
  })
})

test.each(kinds)('%s: handlers of a program that ends by itself run then, and not before', async (_, run) => {
  expect(await run('flushes-before-exit')).toMatchObject({
    verdict: 'holds',
    problems: [],
    oracles: { parses: 'holds', 'one-writer': 'holds', 'no-litter': 'holds' },
  })
})
