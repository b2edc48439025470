import { explore } from 'onewriter'
import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const canServe = whyNotServed() === null
const asked = { writers: 1, calls: 1, sessions: 1, seed: 1, maxTime: '10m' } as const

test.runIf(canServe)('a program that takes a random number is not said to keep something', async () => {
  const outputDir = scratchDirectory('not-repeated')
  const target = fixture('shell-with-a-random-salt.ts')
  const result = await explore(target, { ...asked, faults: ['kill'], strategy: 'exhaustive', outputDir })
  expect(result.notRepeated).toContain('(write) led to two different states when it was carried out twice')
  expect(result).not.toHaveProperty('freshProcesses')
  expect(result).toMatchObject({ verdict: 'inconclusive', exhausted: [], violations: [] })
  expect(result.problems[0]?.message).toMatch(/^the search cannot be complete: /)
})
