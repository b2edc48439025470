import { race, UsageError, type Progress } from 'onewriter'
import { expect, test } from 'vitest'
import { correct, fixture, knownBad } from '../support/targets.ts'

test('a violation is shrunk to the calls that matter', async () => {
  const options = { seed: 1, readers: 0, sessions: 1, oracle: ['program-order'] }
  const result = await race(knownBad('dropped-debounce-tail'), options)
  // One writer whose second call is dropped; free running, one call more may be left over.
  expect(result.violations[0]).toMatchObject({ writers: 1, minimal: false, reproduced: { of: 20 } })
  expect(result.violations[0]?.calls).toBeLessThanOrEqual(3)
  expect(result.violations[0]?.reproduced.times).toBeGreaterThan(0)
})

test('goes on after a violation until enough distinct ones are found', async () => {
  const oracle = ['program-order', 'no-litter']
  const options = { writers: 1, calls: 2, sessions: 1, readers: 0, seed: 1, oracle }
  const signatures = async (bail: number) =>
    (await race(fixture('drops-and-litters.ts'), { ...options, bail, maxTime: '3s' })).violations.map(
      (violation) => violation.signature,
    )
  const both = ['program-order/earlier-survives', 'no-litter/file']
  expect(await signatures(1)).toEqual(both.slice(0, 1))
  expect(await signatures(2)).toEqual(both)
  expect(await signatures(0)).toEqual(both)
})

test('writers that share a pid all read that of a container, and others their own', async () => {
  const options = { writers: 3, calls: 1, sessions: 1, readers: 0, oracle: ['no-litter'], seed: 1 }
  const litter = async (samePid: boolean) =>
    (await race(fixture('tells-its-pid.ts'), { ...options, samePid, maxTime: '10s' })).violations[0]?.message
  expect(await litter(true)).toMatch(/also holds pid-1$/)
  expect(await litter(false)).toMatch(/also holds pid-\d{2,}/)
})

test('fresh processes for every round, when asked', async () => {
  const options = { writers: 2, calls: 1, isolate: true, seed: 1, executions: 4 }
  expect(await race(correct('write-file-atomic'), options)).toMatchObject({ verdict: 'holds', executions: 4 })
})

test('now and then a round has fresh processes, without being asked', async () => {
  const known = ['parses/unreadable']
  const options = { writers: 1, calls: 1, sessions: 1, readers: 0, oracle: ['parses'], seed: 1, known }
  const result = await race(fixture('empties-at-first.ts'), { ...options, executions: 17 })
  expect(result).toMatchObject({ executions: 17, seen: { 'parses/unreadable': 3 } })
})

test('an aborted race reports what it has', async () => {
  const interruption = new AbortController()
  const onProgress = ({ executions }: Progress) => {
    if (executions === 5) interruption.abort()
  }
  const options = { seed: 1, onProgress, signal: interruption.signal }
  const result = await race(correct('write-file-atomic'), options)
  expect(result).toMatchObject({ verdict: 'holds', problems: [], race: { rounds: 5 } })
})

test('a violation outlives an abort in the middle of shrinking', async () => {
  const interruption = new AbortController()
  const onProgress = ({ phase }: Progress) => {
    if (phase === 'shrinking') interruption.abort()
  }
  const options = { seed: 1, writers: 4, readers: 2, onProgress, signal: interruption.signal }
  const result = await race(knownBad('in-place'), options)
  expect(result).toMatchObject({ verdict: 'violated', problems: [] })
  expect(result.violations).toHaveLength(1)
})

test('a budget too small to check anything is inconclusive, and says so', async () => {
  const result = await race(correct('write-file-atomic'), { maxTime: 1 })
  expect(result).toMatchObject({ verdict: 'inconclusive', executions: 0 })
  expect(result.problems[0]?.message).toMatch(/budget of 1ms was spent before anything was checked/)
})

test('oracles that no round can answer do not hold', async () => {
  const options = { oracle: ['acknowledged-survives'], executions: 2 }
  const result = await race(correct('write-file-atomic'), options)
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    oracles: { 'acknowledged-survives': 'not-checked' },
  })
})

test('refuses a wrong option by the name that it has on the command line', async () => {
  const racing = race(correct('write-file-atomic'), { maxTime: 'soon' })
  await expect(racing).rejects.toThrow(UsageError)
  await expect(racing).rejects.toThrow('--max-time=soon: expected a time such as 500ms')
})
