import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { serve } from '../support/serve.ts'
import { isThere, python, targetOf } from '../support/served.ts'

const scratch = scratchDirectory('served-updates')
const small = { writers: 2, calls: 1, seed: 1, maxTime: '10m', outputDir: scratch } as const
const why = whyNotServed()
const canServe = why === null && isThere('python')
/** One file, in which each session has a key: a report's own program. */
const shared = `input: 'stdin', file: ({ dir }) => dir + '/store.json',
  read: (bytes, session) => JSON.parse(Buffer.from(bytes).toString('utf8'))[session],
  oracles: ['parses', 'one-writer', 'not-stale']`
const program = (name: string, more = '') => targetOf('python', name, scratch, shared, `, session${more}`)

test.runIf(!canServe)(`nothing is served here: ${why ?? 'there is no python3'}`, () => {
  expect(canServe).toBe(false)
})

test.runIf(canServe)('a read, a change and a write lose what another one has written meanwhile', async () => {
  const result = await exploreHere(
    program('store'),
    { ...small, sessions: 2, oracle: ['parses'] },
    { once: true },
  )
  expect(result).toMatchObject({ verdict: 'violated', control: 'served' })
  expect(result.violations[0]).toMatchObject({ oracle: 'parses', writers: 2 })
})

test.runIf(canServe)('under flock(2) they do not, and all their orders were seen', async () => {
  const result = await exploreHere(program('store_locked'), { ...small, sessions: 1, strategy: 'exhaustive' })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [], exhausted: [{ writers: 2 }] })
})

test.runIf(canServe)('a lock keeps writers of other keys out, too', async () => {
  const result = await exploreHere(program('store_locked'), { ...small, sessions: 2, executions: 30 })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [] })
})

test.runIf(canServe)(
  'a shared lock is given up before it is had exclusive: who looks again then loses nothing',
  async () => {
    const right = { ...small, sessions: 1, strategy: 'exhaustive' } as const
    const held = await exploreHere(program('store_upgraded', ", 'again'"), right)
    expect(held).toMatchObject({ verdict: 'holds', problems: [], escapes: [], exhausted: [{ writers: 2 }] })
    const stale = { ...small, sessions: 2, oracle: 'parses' } as const
    const lost = await exploreHere(program('store_upgraded'), stale, { once: true })
    expect(lost).toMatchObject({ verdict: 'violated', problems: [], violations: [{ oracle: 'parses' }] })
  },
)

test.runIf(canServe)(
  'who locks twice what another one has locked the other way round waits for ever',
  async () => {
    const options = "input: 'none'"
    const target = targetOf('python', 'crossed', scratch, options, ', String(writer)')
    const result = await exploreHere(target, { ...small, sessions: 1, oracle: ['calls-succeed'] })
    expect(result.violations.map(({ message }) => message)).toEqual([])
    expect(result.verdict).toBe('inconclusive')
    expect(result.problems[0]?.message).toMatch(/w1 .*w2 /s)
  },
)

test.runIf(canServe)('who only looks for a lock of fcntl(2) is told who holds it', async () => {
  const text = `import fcntl, os, struct, sys
file = open(sys.argv[1], "w")
fcntl.lockf(file, fcntl.LOCK_EX)
if os.fork() == 0:
    wanted = struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0)
    kind, _, _, _, pid = struct.unpack("hhqqi", fcntl.fcntl(file, fcntl.F_GETLK, wanted))
    os._exit(0 if (kind, pid) == (fcntl.F_WRLCK, os.getppid()) else 1)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))`
  const served = await serve(scratch, (dir) => [[python, '-S', '-E', '-c', text, `${dir}/a`]])
  expect(served).toMatchObject({ uncontrolled: [], calls: [{ outcome: 'acknowledged' }] })
  expect(served.steps.map(({ op }) => op)).toEqual(['open', 'fstat', 'lock', 'lock', 'unlock', 'unlock'])
})
