import { race, type OracleName, type RunOptions } from 'onewriter'
import { expect, test } from 'vitest'
import { raceUntilFound } from '../support/race-until-found.ts'
import { knownBad } from '../support/targets.ts'

/** Sizes at which one round in three or more shows the defect, so that 500 rounds cannot all miss it. */
const torn = { writers: 3, calls: 3, sessions: 1, readers: 2 }
const late = { writers: 2, calls: 3, sessions: 1, readers: 0 }

const caught: readonly [name: string, oracle: OracleName, workload: RunOptions][] = [
  ['in-place', 'reads-whole', torn],
  ['in-place-beside-rename', 'reads-whole', torn],
  ['fixed-temp-name', 'reads-whole', torn],
  ['pid-counter-temp-name', 'reads-whole', { ...torn, samePid: true }],
  ['unlink-before-rename', 'reads-whole', torn],
  ['read-modify-append', 'parses', torn],
  ['dropped-debounce-tail', 'program-order', late],
  ['snapshot-after-flush', 'program-order', late],
]

test.each(caught)('%s is caught by %s', async (name, oracle, workload) => {
  const result = await raceUntilFound(knownBad(name), { ...workload, oracle: [oracle], executions: 500 })
  expect(result).toMatchObject({
    verdict: 'violated',
    oracles: { [oracle]: 'violated' },
    violations: [{ oracle, session: 's1' }],
    problems: [],
  })
  expect(result.firstViolation?.execution).toBeLessThanOrEqual(500)
})

test('a name of pid and count is not unique among processes that share a pid, whatever the sizes', async () => {
  const options = { sessions: 1, readers: 2, samePid: true, oracle: ['parses', 'one-writer', 'reads-whole'] }
  const result = await raceUntilFound(knownBad('pid-counter-temp-name'), { ...options, executions: 500 })
  expect(result).toMatchObject({ verdict: 'violated', problems: [] })
})

test('a name of pid and count is unique among processes that have pids of their own', async () => {
  const result = await race(knownBad('pid-counter-temp-name'), {
    ...torn,
    oracle: ['parses', 'one-writer', 'reads-whole', 'no-litter'],
    seed: 1,
    executions: 60,
    maxTime: '10m',
  })
  expect(result).toMatchObject({ verdict: 'holds', executions: 60 })
})
