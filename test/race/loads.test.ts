import { race } from 'onewriter'
import { expect, test } from 'vitest'
import { raceUntilFound } from '../support/race-until-found.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const outputDir = scratchDirectory('race-loads')
const workload = { writers: 2, calls: 3, sessions: 1, readers: 2, seed: 1, maxTime: '10m', outputDir }

/** One round in two or more shows it. */
test('a load of two files that is overtaken between them is caught', async () => {
  const options = { ...workload, executions: 500, oracle: ['reads-whole'] }
  const result = await raceUntilFound(fixture('follows-a-link-for-each-part.ts'), options)
  expect(result).toMatchObject({ verdict: 'violated', violations: [{ oracle: 'reads-whole' }], problems: [] })
  expect(result.violations[0]?.message).toMatch(
    /^(a reader should see s1 whole|no order of the calls explains what a reader saw of s1)/,
  )
})

test('one that finds all parts of what it began with holds', async () => {
  const result = await race(fixture('follows-a-link-once.ts'), { ...workload, executions: 10 })
  const oracles = { parses: 'holds', 'reads-whole': 'holds', linearizable: 'holds', 'no-litter': 'holds' }
  expect(result).toMatchObject({ verdict: 'holds', oracles, problems: [] })
})

/** One round in two or more has a load that gives up. */
test('a load that gave up waiting is not held against the store', async () => {
  const result = await race(fixture('gives-up-waiting.ts'), { ...workload, executions: 10 })
  expect(result).toMatchObject({ verdict: 'holds', oracles: { 'reads-whole': 'holds' }, problems: [] })
})
