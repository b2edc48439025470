import type { RunOptions } from 'onewriter'
import { expect, test } from 'vitest'
import { exploreHere } from '../support/explore-here.ts'
import { fixture } from '../support/targets.ts'

test.each<[string, RunOptions]>([
  ['the samples', { executions: 20, sessions: 1 }],
  ['samples of two sessions', { executions: 20, sessions: 2 }],
  ['a search', { strategy: 'exhaustive', executions: 20, sessions: 1 }],
])(
  'nobody is accused who waits for a lock that an error has kept from being removed, in %s',
  async (_, options) => {
    const size = { writers: 2, calls: 1, faults: ['errno:EBUSY'], seed: 1 }
    const found = await exploreHere(fixture('waits-for-its-lock.ts'), { ...size, ...options })
    expect(found).toMatchObject({ verdict: 'holds', problems: [] })
    expect(found.faultsByOperation?.['rmdir']).toEqual({ EBUSY: expect.any(Number) })
  },
)

test('whatever the lock is called that an error has kept', async () => {
  const found = await exploreHere(fixture('locks-by-another-name.ts'), {
    writers: 2,
    calls: 1,
    sessions: 1,
    faults: ['errno:EBUSY'],
    executions: 40,
    seed: 1,
  })
  expect(found).toMatchObject({ verdict: 'holds', problems: [] })
  expect(found.faultsByOperation?.['rmdir']).toEqual({ EBUSY: expect.any(Number) })
})

test('who waits for ever for what a killed writer holds does not end a search', async () => {
  const found = await exploreHere(fixture('waits-for-ever-for-its-lock.ts'), {
    writers: 2,
    calls: 1,
    sessions: 1,
    faults: ['kill'],
    strategy: 'exhaustive',
    oracle: ['starts-again'],
    executions: 20,
    seed: 1,
  })
  expect(found).toMatchObject({ verdict: 'holds', problems: [], oracles: { 'starts-again': 'holds' } })
  expect(found).not.toHaveProperty('freshProcesses')
})

test('an error of a look excuses nothing but what was looked at to be removed', async () => {
  const size = { writers: 1, calls: 1, sessions: 1 }
  const search = { strategy: 'exhaustive', faults: 'errno:EIO', oracle: 'no-litter', seed: 1 } as const
  const found = await exploreHere(fixture('looks-at-what-it-has-written.ts'), { ...size, ...search })
  expect(found).toMatchObject({ verdict: 'violated', violations: [{ oracle: 'no-litter' }] })
  expect(found.violations[0]?.message).toContain('s1.json.tmp')
})

test.each<[string, RunOptions]>([
  ['the samples', { executions: 100 }],
  ['a search', { strategy: 'exhaustive' }],
])(
  'a lock that an error path leaks is a violation, though others wait for it for ever, in %s',
  async (_, options) => {
    const found = await exploreHere(fixture('waits-for-ever-for-its-lock.ts'), {
      writers: 2,
      calls: 1,
      sessions: 1,
      faults: ['errno:EIO'],
      oracle: ['no-litter'],
      seed: 1,
      ...options,
    })
    expect(found).toMatchObject({
      verdict: 'violated',
      violations: [{ oracle: 'no-litter', minimal: true, steps: 2 }],
      problems: [],
    })
    expect(found.violations[0]?.message).toContain('s1.json.lock/')
  },
)
