import { race, replay, UsageError, type Progress, type Violation } from 'onewriter'
import { expect, test } from 'vitest'
import { hintLines } from '../../harness/report/words.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

const outputDir = scratchDirectory('race')

test('a violation is sought under control, and has a schedule with the calls that matter', async () => {
  const options = { seed: 1, readers: 0, sessions: 1, oracle: ['program-order'], outputDir }
  const result = await race(knownBad('dropped-debounce-tail'), options)
  const signature = 'program-order/earlier-survives'
  // One writer whose second call is dropped.
  expect(result.violations).toMatchObject([{ signature, writers: 1, calls: 2, minimal: true }])
  const [{ counterexample, replayFile, withoutSchedule } = {}] = result.violations
  expect(counterexample?.steps.length).toBeGreaterThan(0)
  expect(withoutSchedule).toBeUndefined()
  const replayed = await replay(replayFile ?? '', { times: 1 })
  expect(replayed).toMatchObject({ times: 1, of: 1, divergence: null })
  // What was carried out under control is counted beside the rounds.
  expect(result.executions).toBeGreaterThan(result.race?.executions ?? Infinity)
})

test('what control cannot show is shrunk by racing on, and says why it has no schedule', async () => {
  const sizes = { writers: 2, calls: 2, sessions: 1, readers: 1, seed: 1, oracle: ['reads-whole'], outputDir }
  const result = await race(fixture('writes-through-a-shell.ts'), { ...sizes, maxTime: '20s' })
  expect(result.violations).toMatchObject([{ oracle: 'reads-whole', counterexample: null, replayFile: null }])
  const [violation] = result.violations
  expect(violation?.withoutSchedule).toMatch(
    /^there is no schedule to replay: the target does what no schedule decides \(child process: spawnSync\(sh\)/,
  )
  expect(hintLines(violation as Violation)).toContain(violation?.withoutSchedule)
})

test('goes on after a violation until enough distinct ones are found', async () => {
  const oracle = ['program-order', 'no-litter']
  const options = { writers: 1, calls: 2, sessions: 1, readers: 0, seed: 1, oracle }
  const signatures = async (bail: number) =>
    (
      await race(fixture('drops-and-litters.ts'), {
        ...options,
        bail,
        executions: 3,
        maxTime: '10m',
        outputDir,
      })
    ).violations.map((violation) => violation.signature)
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
  const options = { writers: 2, calls: 1, isolate: true, seed: 1, executions: 4, maxTime: '10m' }
  expect(await race(correct('write-file-atomic'), options)).toMatchObject({ verdict: 'holds', executions: 4 })
})

test('now and then a round has fresh processes, without being asked', async () => {
  const known = ['parses/unreadable']
  const options = { writers: 1, calls: 1, sessions: 1, readers: 0, oracle: ['parses'], seed: 1, known }
  const result = await race(fixture('empties-at-first.ts'), { ...options, executions: 17, maxTime: '10m' })
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
  const options = { seed: 1, writers: 4, readers: 2, onProgress, signal: interruption.signal, outputDir }
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
  const options = { oracle: ['acknowledged-survives'], executions: 2, maxTime: '10m' }
  const result = await race(correct('write-file-atomic'), options)
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    oracles: { 'acknowledged-survives': 'not-checked' },
  })
})

test('refuses a wrong option by the name that it has in the call', async () => {
  const racing = race(correct('write-file-atomic'), { maxTime: 'soon' })
  await expect(racing).rejects.toThrow(UsageError)
  await expect(racing).rejects.toThrow('maxTime=soon: expected a time such as 500ms')
})
