import { explore, replay, type Result, type RunOptions } from 'onewriter'
import { expect, test } from 'vitest'
import { mayMislead } from '../../harness/model/beyond-control.ts'
import { columns } from '../../harness/report/columns.ts'
import { plain } from '../../harness/report/paint.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const workload = {
  writers: 2,
  calls: 2,
  sessions: 1,
  oracle: ['parses', 'one-writer'],
  seed: 1,
  executions: 20,
  maxTime: '10m',
}
/** What a target does wrong each time need not be seen often, and each time may cost processes. */
const few = { ...workload, executions: 4 }
const nothing = /^$/

test.each([
  ['never-settles', /^w1 waits for write#1/, nothing],
  ['never-rests', /^a livelock: nothing has changed for 500 steps; w1 and w2 never come to rest/, nothing],
  ['exits-in-a-call', /^no call was ever acknowledged.*each ended with its process/, nothing],
  ['aborts', /^w1 was ended by SIGABRT/, /about to abort/],
  [
    'leaves-a-rejection',
    /^w1 crashed, since nothing handles the rejection Error: nobody awaits this; .*leaves-a-rejection\.ts:4:23$/,
    /nobody awaits this/,
  ],
  [
    'leaves-a-rename-behind',
    /^w\d crashed, since nothing handles the rejection Error: ENOENT: [^/]*rename 's1\.json\.tmp' -> 's1\.json'; what failed was asked for at .*leaves-a-rename-behind\.ts:7:20$/,
    /ENOENT/,
  ],
  ['throws-in-close', /^w\d: Error: cannot drain/, nothing],
  ['disagrees-on-the-file', /^w1 and w2 name different files/, nothing],
  ['fills-the-disk', /^no call was ever acknowledged.*ENOSPC/, nothing],
  ['rejects-every-call', /^no call was ever acknowledged.*read-only today/, nothing],
  ['writes-to-the-channel', /^no call was ever acknowledged.*EBADF/, nothing],
])('a target that %s makes the verdict inconclusive, with a reason', (...row) => isInconclusive(...row))

/** Thousands of steps each time. */
test.each([
  ['retries-a-lock-for-ever', /^a livelock: nothing has changed for 2000 steps; w1 waits for write#/],
  ['spins-on-a-lock', /^a livelock: .*w\d waits for write#\d in a synchronous call/],
])('a target that %s makes the verdict inconclusive, with a reason', (name, message) =>
  isInconclusive(name, message, nothing, { executions: 1 }),
)

/** Nothing happens for seconds until these are given up, so that they are waited for together. */
test.concurrent.each([
  ['loops-in-a-call', /^w1 gave no sign of life for \d+ s and was killed/, /round and round/],
  [
    'listens-on-a-socket',
    /^w1 waits for what is not under control: TCPServerWrap \(a server\).*; where it does no harm, use `onewriter race`/,
    nothing,
  ],
  [
    'waits-for-the-network',
    /^w1 waits for what is not under control: TCPServerWrap \(a server\), TCPSocketWrap \(a connection\)/,
    nothing,
  ],
])('a target that %s makes the verdict inconclusive, with a reason', (...row) =>
  isInconclusive(...row, { by: explore }),
)

interface Way {
  readonly executions?: number
  readonly by?: (target: string, options: RunOptions) => Promise<Result>
}

/** Whoever does not answer is given up by the process that has started the controller. Others need none. */
async function isInconclusive(
  name: string,
  message: RegExp,
  stderr: RegExp,
  { executions = few.executions, by = exploreHere }: Way = {},
): Promise<void> {
  const result = await by(fixture(`${name}.ts`), { ...few, executions })
  expect(result).toMatchObject({ verdict: 'inconclusive', violations: [], escapes: [] })
  expect(result.problems[0]?.message).toMatch(message)
  expect(result.problems[0]?.stderr).toMatch(stderr)
  for (const problem of result.problems) expect(problem.message).not.toContain('\n')
}

test('a target that signals its process group is told, and the signal goes nowhere', async () => {
  const result = await exploreHere(fixture('kills-its-group.ts'), few)
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    violations: [],
    escapes: ['signal: SIGKILL to a process group'],
  })
})

test('a target that writes elsewhere was not seen to do anything, whatever holds', async () => {
  const elsewhere = { ...few, oracle: ['no-litter'] }
  const result = await exploreHere(fixture('writes-elsewhere.ts'), elsewhere)
  expect(result).toMatchObject({ verdict: 'inconclusive', oracles: { 'no-litter': 'holds' }, steps: 0 })
  expect(result.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^no step was ever seen in the run directory; expected the calls to write/),
  ])
})

test('nor is it accused of that', async () => {
  const result = await exploreHere(fixture('writes-elsewhere.ts'), few)
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    violations: [],
    oracles: { parses: 'not-checked' },
  })
})

test('a crash is told once, with the steps up to there', async () => {
  const result = await explore(fixture('throws-in-a-timer.ts'), few)
  const { problems, targetPath, verdict } = result
  expect([verdict, problems.length]).toEqual(['inconclusive', 1])
  const [{ message, stderr, place, course } = {}] = problems
  expect(message).toMatch(/^w\d crashed, since nothing catches Error: nobody catches this; thrown at /)
  expect(message).toContain(`; thrown at ${targetPath}:5:11`)
  expect(stderr).toContain('nobody catches this')
  expect(stderr).not.toContain('main.bundle.js')
  expect(place).toBe(`${targetPath}:5:11`)
  expect(course?.steps.at(-1)).toMatchObject({ op: 'timer', source: `${targetPath}:4:3` })
})

test('a crash after a fault names what had failed, and where', async () => {
  const { verdict, problems } = await exploreHere(fixture('leaves-a-rename-behind.ts'), {
    ...few,
    writers: 1,
    calls: 1,
    strategy: 'exhaustive',
    faults: ['errno:EXDEV'],
  })
  expect([verdict, problems.length]).toEqual(['inconclusive', 1])
  expect(problems[0]?.message).toMatch(
    /^w1 crashed, since nothing handles the rejection Error: EXDEV: .*; this came after w1's rename s1\.json\.tmp → s1\.json failed with EXDEV \(injected\)$/,
  )
})

test('who waits for the lock of a killed writer is not waited for: the loop is shown once', async () => {
  const result = await exploreHere(fixture('waits-for-a-killed-holder.ts'), {
    ...workload,
    writers: 1,
    calls: 1,
    oracle: ['no-litter'],
    strategy: 'exhaustive',
    faults: ['kill'],
  })
  expect(result).toMatchObject({ verdict: 'violated', violations: [{ minimal: true }] })
  const [{ counterexample } = {}] = result.violations
  if (!counterexample) throw new Error('expected the steps of a violation')
  expect(counterexample.steps.length).toBeLessThan(1600)
  const table = columns(counterexample, plain).split('\n')
  expect(table.length).toBeLessThan(20)
  expect(table).toContainEqual(expect.stringMatching(/… the same 2 steps 74\d more times$/))
})

test.each([
  // Each execution has processes of its own.
  ['changes-directory', 4],
  ['imports-in-a-call', 20],
  ['leaves-idle-timers', 20],
  ['patches-globals', 20],
  // 64 MiB each time.
  ['prints-a-lot', 4],
  ['reads-null-prototype-objects', 20],
  ['throws-oddities', 20],
])('a target that %s raises no alarm', async (name, executions) => {
  const result = await exploreHere(fixture(`${name}.ts`), { ...workload, executions })
  expect(result).toMatchObject({ verdict: 'holds', executions, escapes: [], problems: [] })
})

test.each([
  ['writes-in-a-child', ['child process: execFileSync(sh)', 's1.json appeared']],
  [
    'writes-in-a-thread',
    [expect.stringMatching(/^worker thread: const \{ workerData \}/), 's1.json appeared'],
  ],
  ['is-torn-by-a-child', ['child process: execFileSync(sh)', 's1.json appeared']],
  ['takes-a-port', ['socket: listen 45873']],
  ['stages-elsewhere', [expect.stringMatching(/^outside the run directory: writeFile .*staging$/)]],
  [
    'starts-a-thread-while-loading',
    [
      expect.stringMatching(/^worker thread: .*, outside of any call$/),
      expect.stringMatching(/^outside the run directory: writeFile .*, outside of any call$/),
    ],
  ],
  [
    'leaves-a-daemon',
    ['child process: spawn(sh), outside of any call', 'child process: sh, outside of any call'],
  ],
  ['asks-another-program', ['child process: execFileSync(true)']],
])('a target that %s is named: what it did was under no control', async (name, escapes) => {
  const result = await exploreHere(fixture(`${name}.ts`), few)
  expect(result).toMatchObject({ verdict: 'inconclusive', escapes, violations: [] })
  expect(result.problems[0]?.message).toMatch(
    /^the target does what the harness cannot control: \w+.*; where it does no harm, use `onewriter race`/,
  )
})

test('what a writer waits for beyond control is named, though its event loop is empty', async () => {
  const result = await exploreHere(fixture('waits-for-another-thread.ts'), few)
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    escapes: ['a wait for another thread: Atomics.waitAsync'],
    violations: [],
  })
})

test('a target that takes real entropy is told from one that can be replayed', async () => {
  const result = await exploreHere(fixture('takes-real-entropy.ts'), few)
  expect(result).toMatchObject({ verdict: 'inconclusive', violations: [] })
  expect(result.problems[0]?.message).toMatch(
    /^the same schedule gave two different executions: step \d+ is w\d call \d: write tmp#\d \(\d+ bytes\) in one, /,
  )
})

test('a target is not accused of what it does beyond the run directory, where no execution begins anew', async () => {
  process.env['ONEWRITER_TEST_CACHE'] = scratchDirectory('remembered')
  const result = await explore(fixture('remembers-outside.ts'), { ...few, calls: 1 })
  expect(result).toMatchObject({ verdict: 'inconclusive', violations: [] })
  const told = result.problems.map(({ message }) => message).join('\n')
  expect(told).toMatch(/a violation of parses was seen, which may come of .*writeFile .*onewriter-remembered/)
})

test('temporary files are removed before each execution, so that what they are copied to can be judged', async () => {
  const outputDir = scratchDirectory('temporary')
  const asked = { ...few, calls: 1, oracle: ['reads-whole'], outputDir }
  const found = await explore(fixture('copies-from-a-temporary-file.ts'), asked)
  // A device of their own is not under control, so that nothing would be certified.
  expect(found.escapes).toContainEqual(
    expect.stringMatching(/^outside the run directory: writeFile \$TMPDIR\/[\w-]+$/),
  )
  expect(found).toMatchObject({ verdict: 'violated', oracles: { 'reads-whole': 'violated' } })
  const [violation] = found.violations
  expect(violation?.reproduced.times).toBe(violation?.reproduced.of)
  expect(await replay(violation?.replayFile ?? '', { times: 2 })).toMatchObject({ times: 2, of: 2 })
})

test('what is remembered in a temporary file is forgotten together with what it is about', async () => {
  delete process.env['ONEWRITER_TEST_CACHE']
  const result = await explore(fixture('remembers-outside.ts'), { ...few, calls: 1 })
  expect(result.oracles).toMatchObject({ parses: 'holds', 'one-writer': 'holds' })
  expect(result).toMatchObject({ verdict: 'inconclusive', violations: [], rejections: { calls: 0 } })
})

test('what changes outside, and what /proc tells of another process, may lead a correct target astray', () => {
  const outside = 'outside the run directory: '
  const table = {
    [`${outside}writeFile /tmp/cache`]: true,
    [`${outside}writeFile $TMPDIR/a`]: false,
    [`${outside}realpath.native $TMPDIR/a`]: false,
    [`${outside}rename $TMPDIR/a -> $TMPDIR/b`]: false,
    [`${outside}rename $TMPDIR/a -> /tmp/b`]: true,
    [`${outside}rename /tmp/a -> $TMPDIR/b`]: true,
    [`${outside}writeFile /tmp/$TMPDIR/a`]: true,
    [`${outside}fchmod by a descriptor`]: true,
    [`${outside}exists /proc/201/stat`]: true,
    [`${outside}readFile /proc/uptime`]: false,
    'child process: execFileSync(true)': false,
  }
  for (const [noted, misleads] of Object.entries(table)) expect(mayMislead(noted), noted).toBe(misleads)
})

test('what only shows with what earlier executions left is no violation', async () => {
  const result = await exploreHere(fixture('wears-out.ts'), { ...workload, executions: 60 })
  expect(result).toMatchObject({ verdict: 'inconclusive', violations: [] })
  expect(result.problems[0]?.message).toMatch(/was not seen again in fresh processes.*try --isolate/)
  const isolated = await exploreHere(fixture('wears-out.ts'), { ...workload, isolate: true, executions: 8 })
  expect(isolated).toMatchObject({ verdict: 'holds', problems: [] })
})
