import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { explore, race, replay, UsageError, type Result } from 'onewriter'
import { expect, test, vi } from 'vitest'
import { ancestryOf } from '../../harness/programs/served/process/process-tree.ts'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { root } from '../support/cli.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { isThere, python } from '../support/served.ts'

const scratch = scratchDirectory('served-mixed')
const small = { writers: 2, calls: 1, seed: 1, maxTime: '10m', outputDir: scratch } as const
const why = whyNotServed()
const canServe = why === null && isThere('python')
fs.mkdirSync(path.join(scratch, 'node_modules'))
fs.symlinkSync(root, path.join(scratch, 'node_modules/onewriter'))

/** Of a script in Python, and beside it. */
const script = (name: string) =>
  `command(({ file, session, call }) => ${JSON.stringify([python, '-S', '-E', path.join(root, 'test/served/programs', `${name}.py`)])}.concat(file, session, String(call)), { input: 'stdin' })`
const saves = `async ({ session, text }) => {
        const file = fileOf(session)
        const temporary = file + '.' + process.pid + '.' + (count += 1)
        try {
          await fs.promises.writeFile(temporary, text, { flag: 'wx' })
          await fs.promises.rename(temporary, file)
        } catch (error) {
          await fs.promises.rm(temporary, { force: true })
          throw error
        }
      }`
const savesInPlace = 'async ({ session, text }) => fs.promises.writeFile(fileOf(session), text)'
const sets = `async ({ session, document }) => {
        const file = fileOf(session)
        const store = fs.existsSync(file) ? JSON.parse(await fs.promises.readFile(file, 'utf8')) : {}
        const temporary = file + '.' + document.call + '.js'
        await fs.promises.writeFile(temporary, JSON.stringify({ ...store, [session]: document }))
        await fs.promises.rename(temporary, file)
      }`
const oneFile = {
  file: "'store.json'",
  more: 'read: (bytes, session) => JSON.parse(Buffer.from(bytes).toString())[session],',
}

/** A target of which one call is a function, and the other one starts a program. */
function targetOf(name: string, calls: string, { file = "session + '.json'", more = '' } = {}): string {
  const target = path.join(scratch, `${name}.target.mjs`)
  fs.writeFileSync(
    target,
    `import fs from 'node:fs'
import path from 'node:path'
import { command, defineTarget } from 'onewriter'
let count = 0
export default defineTarget({
  open: ({ dir }) => {
    const fileOf = (session) => path.join(dir, ${file})
    return { file: fileOf, calls: { ${calls} } }
  },
  ${more}
})
`,
  )
  return target
}

/** The step that a fault has struck, and the name of the call that it belongs to. */
function struckIn({ violations: [violation] }: Result) {
  const { schedule = [], workload } = violation?.counterexample ?? {}
  const step = schedule.find(({ fault }) => fault)
  const plan = step && workload?.writers[step.writer - 1]?.[step.call - 1]
  return { step, operation: plan?.operation }
}

test.runIf(!canServe)(`nothing is served here: ${why ?? 'there is no python3'}`, () => {
  expect(canServe).toBe(false)
})

test.runIf(canServe)('a function and a script that save by a rename hold, and are exhausted', async () => {
  const target = targetOf('aside', `node: ${saves}, script: ${script('own-name')}`)
  const result = await explore(target, { ...small, sessions: 1, strategy: 'exhaustive' })
  expect(result).toMatchObject({ verdict: 'holds', control: 'served', commands: ['script'] })
  expect(result).toMatchObject({ problems: [], escapes: [], rejections: { calls: 0 } })
  expect(result.exhausted).toMatchObject([{ writers: 2, calls: 1, sessions: 1 }])
  const raced = await race(target, { ...small, calls: 2, executions: 4 })
  expect(raced).toMatchObject({ verdict: 'holds', problems: [], rejections: { calls: 0 } })
})

test.runIf(canServe)(
  'a function and a script that save in place are torn, minimally, and replayed',
  async () => {
    const target = targetOf('in-place', `node: ${savesInPlace}, script: ${script('in-place')}`)
    const result = await explore(target, { ...small, sessions: 1, oracle: ['one-writer'] })
    expect(result).toMatchObject({ verdict: 'violated', control: 'served', problems: [] })
    const [violation] = result.violations
    expect(violation).toMatchObject({ oracle: 'one-writer', minimal: true, writers: 2, calls: 2 })
    const again = await replay(violation?.replayFile ?? '', { times: 2 })
    expect(again).toMatchObject({ times: 2, of: 2, divergence: null, problem: null })
  },
)

test.runIf(canServe)(
  'calls of one writer follow each other, so that none loses what another one has saved',
  async () => {
    const target = targetOf('updates', `node: ${sets}, script: ${script('set_key')}`, oneFile)
    const options = { ...small, writers: 1, calls: 2, sessions: 2, strategy: 'exhaustive' } as const
    const result = await explore(target, options)
    expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [] })
    expect(result.exhausted).toHaveLength(1)
    expect(result.exhausted[0]).toMatchObject({ writers: 1, calls: 2 })
    expect(result.exhausted[0]).not.toHaveProperty('unawaited')
  },
)

test.runIf(canServe).each(['kill', 'errno'])('what both write aside withstands %s', async (faults) => {
  const target = targetOf('withstands', `node: ${saves}, script: ${script('synced')}`)
  const result = await exploreHere(target, {
    ...small,
    sessions: 1,
    faults,
    strategy: 'random',
    executions: 10,
  })
  expect(result).toMatchObject({ verdict: 'holds', control: 'served', problems: [], escapes: [] })
  expect(result.faults[faults]).toBeGreaterThan(0)
})

test.runIf(canServe)(
  'a script that is killed as it writes in place loses what a function has saved',
  async () => {
    const target = targetOf('killed', `node: ${saves}, script: ${script('in-place')}`)
    const options = { ...small, sessions: 1, faults: 'kill', oracle: 'acknowledged-survives' } as const
    const result = await exploreHere(
      target,
      { ...options, strategy: 'random', executions: 30 },
      { once: true },
    )
    expect(result).toMatchObject({ verdict: 'violated', problems: [] })
    expect(struckIn(result)).toMatchObject({ operation: 'script', step: { fault: { kind: 'kill' } } })
  },
)

test.runIf(canServe)(
  'an error that a script swallows is found beside a function that tells of it',
  async () => {
    const target = targetOf('swallows', `node: ${saves}, script: ${script('swallows')}`)
    const options = { ...small, writers: 1, sessions: 1, faults: 'errno', oracle: 'no-silent-loss' } as const
    const result = await exploreHere(target, options, { once: true })
    expect(result).toMatchObject({ verdict: 'violated', problems: [] })
    const step = { op: 'write', fault: { kind: 'errno' } }
    expect(struckIn(result)).toMatchObject({ operation: 'script', step })
  },
)

test.each([
  ['a list', "['python3', 'save.py']", 'its call script is an array; expected a function, or command('],
  ['no program', 'command(() => [])', "its script gives no command; expected ['program', 'argument', …]"],
  [
    'no text',
    "command(() => ['sh', 1])",
    'its script gives a command of which argument 1 is no text, but number',
  ],
  [
    'an error',
    "command(() => { throw new Error('no') })",
    'its script gives no command, but throws Error: no',
  ],
  ['no function', "command(['python3'])", 'TypeError: command expects a function: command('],
])('a call that declares %s is refused with one message', async (_, call, message) => {
  const target = targetOf('declared', `node: ${saves}, script: ${call}`)
  const checking = explore(target, small)
  await expect(checking).rejects.toThrow(UsageError)
  await expect(checking).rejects.toThrow(message)
})

test('calls that start programs are not said to overlap', async () => {
  const target = targetOf('overlaps', `node: ${saves}, script: command(() => ['true'])`, {
    more: 'overlap: true,',
  })
  await expect(explore(target, small)).rejects.toThrow(
    'its `overlap` is true, and its script would start a program; expected no `overlap`: each call of such a target is awaited',
  )
})

test('what is to be interposed cannot start programs', async () => {
  const target = targetOf('interposed', `node: ${saves}, script: command(() => ['true'])`)
  await expect(explore(target, { ...small, control: 'interposed' })).rejects.toThrow(
    '--control=interposed holds the functions of Node, and this target starts programs (script); expected --control=served or auto',
  )
})

test.runIf(process.platform === 'linux')('a program is known by all that has started it', async () => {
  const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    let said = ''
    shell.stdout.on('data', (text) => (said += text))
    await vi.waitFor(() => expect(said).toMatch(/^\d+\n$/))
    expect([...ancestryOf(Number(said))].slice(0, 3)).toEqual([Number(said), shell.pid, process.pid])
    process.kill(Number(said))
  } finally {
    shell.kill()
  }
})
