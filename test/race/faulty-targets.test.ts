import { race } from 'onewriter'
import { expect, test } from 'vitest'
import { raceWithin } from '../support/engine.ts'
import { fixture } from '../support/targets.ts'

const workload = { writers: 2, calls: 2, sessions: 1, readers: 1, seed: 1, maxTime: '10m' }

test.each([
  ['aborts', /^w\d was ended by SIGABRT/, /about to abort/],
  [
    'throws-in-a-timer',
    /^w\d crashed, since nothing catches Error: nobody catches this; thrown at .*throws-in-a-timer\.ts:5:11$/,
    /nobody catches this/,
  ],
  [
    'leaves-a-rejection',
    /^w\d crashed, since nothing handles the rejection Error: nobody awaits this; thrown at .*:4:23$/,
    /nobody awaits this/,
  ],
  ['exits-in-a-call', /^no call was ever acknowledged.*each ended with its process/, /^$/],
  [
    'kills-its-group',
    /^w\d sends SIGKILL to a process group; a signal reaches no process but the writers/,
    /^$/,
  ],
  ['never-settles', /^w\d write#1 never settled/, /^$/],
  ['writes-to-the-channel', /^w\d wrote something to descriptor 3/, /^$/],
  ['writes-json-to-the-channel', /^w\d wrote something to descriptor 3/, /^$/],
  ['throws-in-close', /^w\d: the target's close\(\) throws cannot drain/, /^$/],
  ['disagrees-on-the-file', /^w1 and w2 name different files/, /^$/],
  ['fills-the-disk', /^w\d: the machine, not the target, is at its limits: ENOSPC/, /^$/],
  ['rejects-every-call', /no call was ever acknowledged.*read-only today/, /^$/],
  ['command-fails', /no call was ever acknowledged.*status 4: cannot save/, /^$/],
])('a target that %s makes the verdict inconclusive', async (name, message, stderr) => {
  const result = await race(fixture(`${name}.ts`), { ...workload, executions: 10 })
  expect(result).toMatchObject({ verdict: 'inconclusive', violations: [] })
  expect(result.problems).toHaveLength(1)
  expect(result.problems[0]?.message).toMatch(message)
  expect(result.problems[0]?.stderr).toMatch(stderr)
})

/** Nothing happens for seconds until these are given up, so that they are waited for together. */
test.concurrent.each([
  ['loops-in-a-call', /round and round/],
  ['never-rests', /^$/],
  ['command-sleeps', /^$/],
])('a target that %s is killed, named and inconclusive', async (name, stderr) => {
  const result = await raceWithin({ stallMillis: 3000 }, fixture(`${name}.ts`), workload)
  expect(result).toMatchObject({ verdict: 'inconclusive', race: { rounds: 0 }, violations: [] })
  expect(result.problems[0]?.message).toMatch(/^w\d did not finish its go within 3000 ms, and was killed/)
  expect(result.problems[0]?.stderr).toMatch(stderr)
})

test.concurrent('a target that hangs while it loads is refused', async () => {
  const racing = raceWithin({ loadMillis: 5_000 }, fixture('hangs-while-loading.ts'), workload)
  await expect(racing).rejects.toThrow(/did not finish its load within 5000 ms[^]*loading for ever/)
})

test('a target that writes elsewhere is told where it should, whatever holds', async () => {
  const elsewhere = { ...workload, oracle: ['no-litter'], executions: 4 }
  const result = await race(fixture('writes-elsewhere.ts'), elsewhere)
  expect(result).toMatchObject({ verdict: 'inconclusive', oracles: { 'no-litter': 'holds' } })
  expect(result.problems[0]?.message).toMatch(/^no session file was ever there; expected the calls to write/)
})

test('nor is it accused of that', async () => {
  const result = await race(fixture('writes-elsewhere.ts'), { ...workload, executions: 4 })
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    violations: [],
    oracles: { parses: 'not-checked' },
  })
})

test('a target that leaks is told from one that works hard', async () => {
  const limits = { memoryBytes: 256 * 1024 ** 2 }
  const result = await raceWithin(limits, fixture('leaks-memory.ts'), { ...workload, executions: 50 })
  expect(result.verdict).toBe('inconclusive')
  expect(result.problems[0]?.message).toMatch(/^w\d holds \d+ MiB of memory between rounds.*--isolate/)
  const isolated = { ...workload, isolate: true, executions: 8 }
  expect(await raceWithin(limits, fixture('leaks-memory.ts'), isolated)).toMatchObject({ verdict: 'holds' })
})

test('a target that takes all memory while it loads is refused', async () => {
  const racing = raceWithin({ memoryBytes: 200 * 1024 ** 2 }, fixture('allocates-while-loading.ts'), workload)
  await expect(racing).rejects.toThrow(/took more than 200 MiB in its load, and was killed/)
})

test('a daemon that holds on to the output of its parent holds nobody up', async () => {
  // It lives longer than this test may take.
  const result = await race(fixture('leaves-a-daemon.ts'), { ...workload, isolate: true, executions: 2 })
  expect(result).toMatchObject({ verdict: 'holds', executions: 2 })
})
