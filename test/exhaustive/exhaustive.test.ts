import { expect, test } from 'vitest'
import type { Executor } from '../../harness/controller/executor.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { everyWorkload } from '../../harness/workload/every-workload.ts'
import { exploreHere } from '../support/explore-here.ts'
import { withExecutor } from '../support/with-executor.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { searchWithExecutor, workloadOf } from '../support/executor-search.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

test.each([
  ['in-place', ['export snapshot', 'export']],
  ['snapshot-after-flush', ['snapshot flush']],
  ['snapshot-after-flush', ['snapshot+ snapshot']],
])('%s, called %j: finds what every single interleaving shows', async (target, calls) => {
  await withExecutor(knownBad(target), (executor) => expectEverything(executor, workloadOf(...calls)))
})

/** `npm run proof -- --only=interleavings` has all five broken writers; `strategies/brute-force` simulates them. */
test('2 writers × 1 call: every workload finds what every single interleaving shows', async () => {
  const workloads = everyWorkload({ writers: 2, calls: 1, sessions: 1 }, ['export', 'snapshot'])
  await withExecutor(knownBad('in-place-beside-rename'), (executor) => {
    for (const workload of workloads) expectEverything(executor, workload)
  })
})

function expectEverything(executor: Executor, workload: Workload): void {
  const [reduced, unreduced] = [new Exhaustive(), new Unreduced()]
  const found = searchWithExecutor(executor, workload, unreduced)
  expect(searchWithExecutor(executor, workload, reduced)).toEqual(found)
  expect(reduced.executions).toBeLessThanOrEqual(unreduced.executions)
}

const outputDir = scratchDirectory('exhaustive')
const exhaustive = {
  strategy: 'exhaustive',
  writers: 2,
  calls: 1,
  sessions: 1,
  seed: 1,
  outputDir,
} as const

test('a space that was searched completely is said to be', async () => {
  const { verdict, exhausted, executions } = await exploreHere(correct('atomic-write'), exhaustive)
  expect(verdict).toBe('holds')
  expect(exhausted).toMatchObject([{ writers: 2, calls: 1, sessions: 1, executions, faults: [] }])
})

test('an append is one step: where a line is one, nothing can come between', async () => {
  const { verdict, exhausted } = await exploreHere(fixture('appends-a-line.ts'), { ...exhaustive, calls: 2 })
  expect(verdict).toBe('holds')
  expect(exhausted).toContainEqual(expect.objectContaining({ writers: 2, calls: 2, sessions: 1, faults: [] }))
})

test.each([
  ['asks for real paths', correct('write-file-atomic'), 143],
  ['sets a mode and times', fixture('sets-attributes.ts'), 44],
  // Had the holder of the lock seen what time it was at each of its steps, there were over 12,000.
  ['counts how often it asks for a lock', fixture('polls-a-lock.ts'), 289],
])('who %s has seen, and left, no more than that', async (_, target, states) => {
  const { exhausted } = await exploreHere(target, exhaustive)
  expect(exhausted[0]?.states).toBe(states)
})

test.each(['removes-what-is-young.ts', 'goes-by-when-it-was-made.ts'])(
  'times of files tell states apart once somebody uses them: %s',
  async (name) => {
    const found = await exploreHere(fixture(name), { ...exhaustive, oracle: ['linearizable'] })
    expect(found.violations).toMatchObject([{ oracle: 'linearizable', minimal: true }])
    // What was taken for the same observation did not lead to another reaction.
    expect(found.freshProcesses).toBeUndefined()
  },
)

test('each piece of a read tells what it has read, so that what it saw is known', async () => {
  const { violations } = await exploreHere(fixture('is-cut-while-it-reads.ts'), exhaustive)
  const steps = violations[0]?.counterexample?.steps ?? []
  expect(steps.flatMap(({ op, bytes }) => (op === 'read' ? [bytes] : []))).toEqual([1, 0])
})

test('nothing is exhausted when the search ends early', async () => {
  const found = await exploreHere(knownBad('in-place'), exhaustive)
  expect(found).toMatchObject({ verdict: 'violated', exhausted: [] })
  const cut = await exploreHere(correct('atomic-write'), { ...exhaustive, executions: 3 })
  expect(cut).toMatchObject({ verdict: 'holds', exhausted: [] })
  const [unfinished, ...others] = cut.unfinished ?? []
  expect(others).toEqual([])
  expect(unfinished).toMatchObject({ writers: 2, calls: 1, sessions: 1, workloads: 0, of: 3 })
  expect(cut.executions + (cut.predicted?.executions ?? 0)).toBe(3)
  expect(unfinished?.untried).toBeGreaterThan(0)
  expect(unfinished?.percent).toBeLessThan(99)
})

test('nothing is exhausted where a target is no function of what it observes', async () => {
  const { exhausted, problems } = await exploreHere(fixture('takes-real-entropy.ts'), {
    ...exhaustive,
    oracle: ['program-order', 'no-litter'],
  })
  expect(exhausted).toEqual([])
  expect(problems[0]?.message).toMatch(/the search cannot be complete/)
})

test('a writer that crashes since an earlier execution left something is searched in processes of its own', async () => {
  const sizes = { writers: 2, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1, outputDir } as const
  const found = await exploreHere(fixture('keeps-a-stream-open.ts'), sizes)
  expect(found).toMatchObject({ verdict: 'holds', problems: [], exhausted: [{ writers: 2, calls: 1 }] })
  expect(found.freshProcesses).toBe('w1 has crashed, and does not in processes of its own')
})

test('what a target keeps between executions is no part of any, once each has processes of its own', async () => {
  const target = fixture('remembers-across-executions.ts')
  const found = await exploreHere(target, { ...exhaustive, calls: 1, oracle: ['program-order', 'no-litter'] })
  expect(found).toMatchObject({ verdict: 'holds', problems: [] })
  expect(found.freshProcesses).toMatch(
    /^(after the same observations, w\d did|two executions began differently|w\d step \d .* led to two different states)/,
  )
  expect(found.exhausted).toEqual([expect.objectContaining({ writers: 2, calls: 1 })])
})

test('nor where it does what no schedule decides', async () => {
  const target = fixture('writes-through-a-shell.ts')
  const { exhausted, escapes } = await exploreHere(target, { ...exhaustive, oracle: ['program-order'] })
  expect(exhausted).toEqual([])
  expect(escapes).not.toEqual([])
})

test.each([
  ['writes-through-a-link-out', 'a path leads out of the run directory by the link s1.json'],
  ['looks-without-fs', 'loadEnvFile s1.json'],
])('nor where something reaches files without a step: %s', async (name, escape) => {
  const found = await exploreHere(fixture(`${name}.ts`), { ...exhaustive, oracle: ['no-litter'] })
  expect(found).toMatchObject({ verdict: 'inconclusive', exhausted: [] })
  expect(found.problems).toEqual([expect.objectContaining({ message: expect.stringContaining(escape) })])
  expect(found.escapes).toContain(`uncontrolled: ${escape}`)
})
