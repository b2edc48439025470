import { check } from 'onewriter'
import { expect, test } from 'vitest'
import { littleChecked } from '../../harness/model/little-checked.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('check')

test('small sizes are exhausted, larger ones sampled, and a race has its turns; then it ends', async () => {
  const result = await check(correct('temp-and-rename.mjs'), {
    writers: 2,
    calls: 1,
    sessions: 1,
    faults: 'none',
    seed: 1,
    // It ends as soon as there is nothing left to search.
    maxTime: '10m',
    outputDir,
  })
  const { verdict, command, exhausted, race, executions } = result
  expect({ verdict, command }).toEqual({ verdict: 'holds', command: 'check' })
  expect(exhausted).toMatchObject([{ writers: 2, calls: 1, sessions: 1, faults: [] }])
  expect(race?.rounds).toBeGreaterThan(0)
  // Samples, too.
  expect(executions).toBeGreaterThan((exhausted[0]?.executions ?? 0) + (race?.rounds ?? 0))
}, 180_000)

test('faults are injected where they are asked for', async () => {
  const { faults } = await check(correct('atomic-write'), {
    faults: 'errno',
    writers: 2,
    calls: 1,
    seed: 1,
    executions: 32,
    maxTime: '10m',
    bail: 0,
    outputDir,
  })
  expect(faults).toMatchObject({ errno: expect.any(Number) as number })
})

test('what is violated is found first, and what does not follow is named', async () => {
  const result = await check(knownBad('in-place'), { seed: 1, maxTime: '60s', outputDir })
  const cut = expect.stringMatching(
    /^(faults: .*|free-running race) \(it was over after one violation; --bail=0 goes on\)$/,
  ) as string
  expect(result.verdict).toBe('violated')
  expect(result.notChecked).toContainEqual(expect.stringMatching(/^free-running race/))
  expect(result.notChecked).toEqual(result.notChecked?.map(() => cut))
  expect(result.firstViolation?.execution).toBeLessThan(100)
})

const counted = {
  faults: 'errno,short-write',
  writers: 2,
  calls: 1,
  seed: 1,
  executions: 32,
  maxTime: '10m',
  outputDir,
} as const

test('counted executions are dealt out to interleavings, each kind of fault and the race, each time the same', async () => {
  const run = async () => {
    const { executions, steps, faults, faultsByOperation, race, notChecked } = await check(
      correct('atomic-write'),
      counted,
    )
    return { executions, steps, faults, faultsByOperation, rounds: race?.rounds, notChecked }
  }
  const once = await run()
  expect(once.executions).toBe(32)
  expect(once.notChecked).toBeUndefined()
  expect(once.rounds).toBeGreaterThan(0)
  for (const kind of ['errno', 'short-write']) expect(once.faults[kind]).toBeGreaterThan(0)
  expect(await run()).toEqual(once)
})

test('a check that looked at little says so, and is inconclusive where --strict asks for more', async () => {
  const asked = { ...counted, faults: 'none', executions: 4 } as const
  expect(littleChecked(await check(correct('atomic-write'), asked))).toHaveLength(1)
  const strict = await check(correct('atomic-write'), { ...asked, strict: true })
  expect(strict).toMatchObject({
    verdict: 'inconclusive',
    problems: [
      { message: expect.stringMatching(/^little was checked, and --strict asks for more: /) as string },
    ],
  })
})
