import { explore, replay, type OracleName } from 'onewriter'
import { expect, test } from 'vitest'
import { loadReplayFile } from '../../harness/recording/load.ts'
import { columns } from '../../harness/report/columns.ts'
import { plain } from '../../harness/report/paint.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture, knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('faults')

type Kind = 'errno' | 'short-write' | 'kill'

const caught: readonly [name: string, oracle: OracleName, kind: Kind, calls: number, shown: string][] = [
  ['ignores-short-write', 'no-silent-loss', 'short-write', 1, '⚡short write'],
  ['swallows-full-disk', 'no-silent-loss', 'errno', 1, '⚡ENOSPC'],
  ['in-place-where-rename-fails', 'reads-whole', 'errno', 1, '⚡E(PERM|XDEV)'],
  ['retries-at-wrong-offset', 'no-silent-loss', 'errno', 1, '⚡E'],
  ['litters-after-error', 'no-litter', 'errno', 1, '⚡E'],
  ['removes-before-writing', 'no-silent-loss', 'errno', 2, '⚡E'],
  ['removes-before-writing', 'acknowledged-survives', 'kill', 2, '⚡killed'],
  ['acknowledges-before-rename', 'acknowledged-survives', 'kill', 1, '⚡killed'],
  ['lock-outlives-its-holder', 'no-litter', 'kill', 1, '⚡killed'],
  ['lock-outlives-its-holder', 'starts-again', 'kill', 1, '⚡killed'],
]

const size = { writers: 1, calls: 1, sessions: 1, strategy: 'exhaustive', seed: 1, outputDir } as const

/** That they are replayed however often: `npm run proof -- --only=replay-faults`. */
test.each(caught)('%s is caught by %s under %s: one fault', async (name, oracle, kind, calls, shown) => {
  const options = { ...size, calls, oracle: [oracle], faults: [kind] }
  const found = await exploreHere(knownBad(name), options, { once: true })
  expect(found).toMatchObject({ verdict: 'violated', problems: [] })
  const [{ counterexample, reproduced } = {}] = found.violations
  expect(reproduced).toEqual({ times: 1, of: 1 })
  expect(counterexample?.schedule.filter(({ fault }) => fault)).toHaveLength(1)
  expect(counterexample && columns(counterexample, plain)).toMatch(new RegExp(shown))
})

test('whoever tries again for as long as an error lasts comes to an end, and is judged', async () => {
  const options = { ...size, oracle: 'no-silent-loss', faults: 'errno:ENOSPC' } as const
  const found = await exploreHere(fixture('tries-until-it-is-saved.ts'), { ...options, bail: 0 })
  expect(found).toMatchObject({ verdict: 'holds', problems: [], rejections: { calls: 0 } })
  expect(found.exhausted).toMatchObject([{ writers: 1, calls: 1, faults: ['errno:ENOSPC'] }])
})

test('a kill is made smaller, saved and replayed', async () => {
  const options = { ...size, calls: 2, oracle: ['acknowledged-survives'], faults: ['kill'] }
  const found = await explore(knownBad('removes-before-writing'), options)
  expect(found).toMatchObject({ verdict: 'violated', problems: [], violations: [{ minimal: true }] })
  const file = found.violations[0]?.replayFile ?? ''
  const { schedule } = loadReplayFile(file).counterexample
  expect(schedule.filter(({ fault }) => fault)).toHaveLength(1)
  expect(await replay(file, { times: 1 })).toMatchObject({ times: 1, of: 1, divergence: null })
})

test('they are found by sampling, too, and shrunk to one fault in one call', async () => {
  const options = {
    faults: ['errno', 'short-write'],
    oracle: ['no-silent-loss'],
    seed: 1,
    maxTime: '10m',
    outputDir,
  } as const
  const found = await explore(knownBad('swallows-full-disk'), {
    ...options,
    faults: [...options.faults],
    oracle: [...options.oracle],
    executions: 200,
  })
  expect(found).toMatchObject({ verdict: 'violated', violations: [{ writers: 1, calls: 1 }] })
  expect(found.faults['errno']).toBeGreaterThan(0)
})

test('no error contradicts the directory: who takes a missing file for an empty map is right', async () => {
  // The second call reads what the first has written.
  const found = await exploreHere(fixture('sets-one-key.ts'), { ...size, calls: 2, faults: ['errno'] })
  expect(found).toMatchObject({ verdict: 'holds', problems: [] })
  expect(found.exhausted[0]).toMatchObject({ faults: ['errno'] })
  expect(Object.values(found.faultsByOperation ?? {}).flatMap(Object.keys)).not.toContain('ENOENT')
})

test('errors can be chosen by their codes', async () => {
  const faults = ['errno:ENOSPC', 'errno:EIO']
  const found = await exploreHere(fixture('sets-one-key.ts'), { ...size, faults })
  expect(found.exhausted[0]).toMatchObject({ faults })
  const codes = new Set(Object.values(found.faultsByOperation ?? {}).flatMap(Object.keys))
  expect([...codes].toSorted()).toEqual(['EIO', 'ENOSPC'])
})

test('without faults there is nothing to be seen', async () => {
  const found = await exploreHere(knownBad('litters-after-error'), size)
  expect(found).toMatchObject({ verdict: 'holds', faults: {} })
  expect(found.oracles).toMatchObject({
    'no-silent-loss': 'not-checked',
    'acknowledged-survives': 'not-checked',
  })
})
