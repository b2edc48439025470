import { race } from 'onewriter'
import { expect, test } from 'vitest'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const outputDir = scratchDirectory('rejections')
const target = fixture('sweeps-temporary-files.ts')
const small = { writers: 2, calls: 1, sessions: 1, seed: 1, outputDir }

test('calls that fail by themselves are counted, with the first reason', async () => {
  const { verdict, rejections, leftOut } = await exploreHere(target, { ...small, executions: 40 })
  expect(verdict).toBe('holds')
  expect(rejections.calls).toBeGreaterThan(0)
  // The run directory is another one each time, and is not told.
  expect(rejections.first).toMatch(
    /^ENOENT: no such file or directory, rename 's1\.json\.[^/]+' -> 's1\.json'$/,
  )
  expect(leftOut).toEqual([
    'program-order',
    'not-stale',
    'no-litter',
    'no-silent-loss',
    'acknowledged-survives',
    'starts-again',
  ])
})

test('calls-succeed is asked where it is named, and fails for them', async () => {
  const result = await exploreHere(target, { ...small, oracle: ['calls-succeed'] })
  expect(result).toMatchObject({
    verdict: 'violated',
    violations: [{ oracle: 'calls-succeed', message: expect.stringMatching(/ENOENT: [^/]*$/) as string }],
  })
})

test('a call that an injected error has struck is none of them', async () => {
  const options = { ...small, writers: 1, faults: ['errno'], executions: 20 }
  const { rejections, faults } = await exploreHere(target, options)
  expect(faults['errno']).toBeGreaterThan(0)
  expect(rejections).toEqual({ calls: 0, first: null })
})

test('a race counts them as well', async () => {
  const { rejections } = await race(fixture('rejects-every-call.ts'), {
    ...small,
    executions: 2,
    maxTime: '10m',
  })
  expect(rejections.calls).toBeGreaterThan(0)
  expect(rejections.first).toEqual(expect.any(String))
})

test('session folders keep their names in the table, though they are made before anybody says so', async () => {
  const options = { ...small, executions: 20, oracle: ['parses'] }
  const { violations } = await exploreHere(fixture('keeps-sessions-in-folders.ts'), options)
  const steps = violations[0]?.counterexample?.steps ?? []
  const names = new Set(steps.flatMap(({ path, to }) => [path ?? '', to ?? '']))
  expect([...names].filter((name) => name.includes('tmp#'))).toEqual([])
  expect(names).toContain('v2/s1/package.json')
})
