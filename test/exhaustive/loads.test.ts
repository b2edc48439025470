import { explore, replay } from 'onewriter'
import { expect, test } from 'vitest'
import { textOfValue } from '../../harness/model/value.ts'
import { loadsOf } from '../../harness/model/workload.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { searchWithExecutor, workloadOf } from '../support/executor-search.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'
import { withExecutor } from '../support/with-executor.ts'

const outputDir = scratchDirectory('violations')
const target = fixture('points-to-a-release.ts')

test('a reader that is overtaken between two files sees what nobody does who looks at both at one moment', async () => {
  const sizes = { writers: 1, calls: 2, sessions: 1, strategy: 'exhaustive' } as const
  const { violations, problems } = await explore(target, { ...sizes, seed: 1, maxTime: '5m', outputDir })
  expect(problems).toEqual([])
  expect(violations).toMatchObject([{ oracle: 'reads-whole', minimal: true, writers: 2, calls: 3 }])
  expect(violations[0]?.message).toMatch(/^a reader should see s1 whole .* what its load rejects \(ENOENT/)
  const replayed = await replay(violations[0]?.replayFile ?? '', { times: 1 })
  expect(replayed).toMatchObject({ times: 1, of: 1, divergence: null })
})

test('the search with a reader finds what every single interleaving shows', async () => {
  const twice = workloadOf('save save')
  const beside = { ...twice, writers: [...twice.writers, loadsOf(['s1'])] }
  await withExecutor(target, (executor) => {
    const found = searchWithExecutor(executor, beside, new Unreduced())
    expect(searchWithExecutor(executor, beside, new Exhaustive())).toEqual(found)
    expect(found).toContain('violates reads-whole')
    expect(searchWithExecutor(executor, twice, new Exhaustive())).not.toContain('violates reads-whole')
  })
})

test('a load that leaves an interval behind is asked between steps all the same, and ends', async () => {
  const sizes = { writers: 1, calls: 1, sessions: 1, executions: 4, oracle: ['reads-whole'] }
  const { violations, problems } = await explore(fixture('loads-with-an-interval.ts'), {
    ...sizes,
    seed: 1,
    maxTime: '5m',
    outputDir,
  })
  expect(problems).toEqual([])
  expect(violations).toMatchObject([{ oracle: 'reads-whole', calls: 1 }])
})

test('a load that would change what is there does so step by step alone, as a reader', async () => {
  const sizes = { writers: 1, calls: 2, sessions: 1, strategy: 'exhaustive' } as const
  const options = { ...sizes, oracle: ['linearizable'], seed: 1, maxTime: '5m', outputDir }
  const { violations, problems, escapes } = await explore(fixture('repairs-as-it-loads.ts'), options)
  expect({ problems, escapes }).toEqual({ problems: [], escapes: [] })
  expect(violations).toMatchObject([{ oracle: 'linearizable', minimal: true }])
  expect(violations[0]?.message).toMatch(/^w1 save#2 was acknowledged, but .* the end of s1/)
})

test('a load that goes by modes, links and times is told as it is, foretold or carried out', async () => {
  const sizes = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', executions: 40 } as const
  const options = { ...sizes, seed: 1, maxTime: '5m', outputDir }
  const result = await explore(fixture('loads-by-what-it-sees.ts'), options)
  expect(result).toMatchObject({
    verdict: 'holds',
    problems: [],
    predicted: { executions: expect.any(Number) },
  })
  expect(result.freshProcesses).toBeUndefined()
})

test('a load that lists a folder with opendir finds it in one order, foretold or carried out', async () => {
  const sizes = { writers: 2, calls: 1, sessions: 1, strategy: 'exhaustive', executions: 8 } as const
  const { verdict, problems, freshProcesses } = await exploreHere(fixture('lists-as-the-kernel-does.ts'), {
    ...sizes,
    seed: 1,
    outputDir,
  })
  expect({ verdict, problems, freshProcesses }).toEqual({
    verdict: 'holds',
    problems: [],
    freshProcesses: undefined,
  })
})

test('oracles of registers that a target names are asked of what it loads', async () => {
  const sizes = { writers: 1, calls: 2, sessions: 1, strategy: 'exhaustive', executions: 40 } as const
  const options = { ...sizes, seed: 1, maxTime: '5m', outputDir }
  const { violations, oracles, leftOut } = await explore(fixture('removes-before-it-links.ts'), options)
  expect(violations).toMatchObject([{ oracle: 'not-stale', calls: 2, minimal: true }])
  expect(oracles).toMatchObject({ 'not-stale': 'violated', 'one-writer': 'holds' })
  expect(leftOut).not.toContain('linearizable')
})

test('it makes no difference in which order a load comes upon its keys', () => {
  const [one, other] = [
    { s1: 1, s2: { b: [2, 1], a: 3 } },
    { s2: { a: 3, b: [2, 1] }, s1: 1 },
  ]
  expect(textOfValue(other)).toBe(textOfValue(one))
  expect(textOfValue({ ...one, s2: { b: [1, 2], a: 3 } })).not.toBe(textOfValue(one))
})
