import { check } from 'onewriter'
import { expect, test } from 'vitest'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('check')

test('small sizes are exhausted, larger ones sampled, and a race follows', async () => {
  const result = await check(correct('atomic-write'), {
    writers: 2,
    calls: 1,
    sessions: 1,
    faults: 'none',
    seed: 1,
    maxTime: '14s',
    outputDir,
  })
  const { verdict, command, exhausted, race, executions } = result
  expect({ verdict, command }).toEqual({ verdict: 'holds', command: 'check' })
  expect(exhausted).toMatchObject([{ writers: 2, calls: 1, sessions: 1, faults: [] }])
  expect(race?.rounds).toBeGreaterThan(0)
  // Samples, too.
  expect(executions).toBeGreaterThan((exhausted[0]?.executions ?? 0) + (race?.rounds ?? 0))
})

test('faults are injected where they are asked for', async () => {
  const { faults } = await check(correct('atomic-write'), {
    faults: 'errno',
    writers: 2,
    calls: 1,
    seed: 1,
    maxTime: '10s',
    bail: 0,
    outputDir,
  })
  expect(faults).toMatchObject({ errno: expect.any(Number) as number })
})

test('what is violated is found first, and what does not follow is named', async () => {
  const result = await check(knownBad('in-place'), { seed: 1, maxTime: '60s', outputDir })
  expect(result).toMatchObject({ verdict: 'violated', notChecked: ['faults', 'free-running race'] })
  expect(result.firstViolation?.execution).toBeLessThan(100)
})

test('another program can be raced, and no more', async () => {
  const result = await check(fixture('python-by-rename.ts'), { seed: 1, maxTime: '8s', outputDir })
  expect(result).toMatchObject({
    verdict: 'holds',
    notChecked: [expect.stringMatching(/^interleavings \(the steps of/), expect.stringMatching(/^faults/)],
  })
  expect(result.race?.rounds).toBeGreaterThan(0)
})
