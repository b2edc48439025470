import { expect, test } from 'vitest'
import type { OracleName } from '../../harness/model/verdict.ts'
import { defaultOracles } from '../../harness/oracles/index.ts'
import { exploreHere } from '../support/explore-here.ts'
import { correct, fixture } from '../support/targets.ts'

/** Without faults: all but what asks about faults. */
const aboutFaults: ReadonlySet<OracleName> = new Set([
  'no-silent-loss',
  'acknowledged-survives',
  'starts-again',
] as const)
const applying = defaultOracles.filter((name) => !aboutFaults.has(name))
const inOrder: OracleName[] = [...applying, 'issue-order']

test.each([
  ['exporter', inOrder],
  ['atomic-write', inOrder],
  ['write-file-atomic', applying],
  ['atomically', applying],
  // The plainest there is: a temporary name of its own, and a rename.
  ['temp-and-rename.mjs', applying],
] as const)('%s raises no alarm', async (name, oracle) => {
  await expectNoAlarm(correct(name), oracle)
})

test('a debounced store loses nothing while nothing fails', async () => {
  await expectNoAlarm(fixture('debounced-store.ts'), applying)
})

test('a store that keeps a backup raises no alarm', async () => {
  await expectNoAlarm(correct('keeps-a-backup'), applying, 25)
})

/** `npm run proof -- --only=correct` has thousands, of the first four targets and by three oracles. */
async function expectNoAlarm(target: string, oracle: readonly OracleName[], executions = 100): Promise<void> {
  const options = { writers: 3, calls: 2, sessions: 1, oracle: [...oracle] }
  const result = await exploreHere(target, { ...options, seed: 1, executions })
  expect(result).toMatchObject({
    verdict: 'holds',
    executions,
    oracles: Object.fromEntries(oracle.map((each) => [each, 'holds'])),
    firstViolation: null,
    violations: [],
    escapes: [],
    problems: [],
  })
}

test.each([correct('proper-lockfile'), fixture('sleeps-for-a-lock.ts')])(
  '%s: no bounded wait runs out, and no lock grows stale, only because its holder was not chosen',
  async (target) => {
    const result = await exploreHere(target, {
      writers: 3,
      calls: 2,
      sessions: 1,
      oracle: ['parses', 'one-writer', 'no-litter'],
      seed: 1,
      executions: 30,
    })
    expect(result).toMatchObject({ verdict: 'holds', executions: 30, violations: [], problems: [] })
  },
)

test('many writers, calls and sessions are served', async () => {
  const sizes = { writers: 12, calls: 4, sessions: 5 }
  const result = await exploreHere(correct('atomic-write'), { ...sizes, seed: 1, executions: 4 })
  expect(result).toMatchObject({ verdict: 'holds', executions: 4, problems: [] })
})
