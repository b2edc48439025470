import fs from 'node:fs'
import path from 'node:path'
import { replay } from 'onewriter'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli, startCli } from '../support/cli.ts'
import { knownBad } from '../support/targets.ts'
import { Workshop } from '../support/violation.ts'

const workshop = new Workshop()
let target: string
let saved: string
beforeAll(async () => {
  target = workshop.copy(knownBad('in-place'))
  saved = await workshop.violate(target, '--writers=2', '--calls=1', '--oracle=parses')
})
afterAll(() => workshop.remove())

/** Replays with the target's source changed, and puts it back. */
async function replayWith(change: (source: string) => string) {
  const source = fs.readFileSync(target, 'utf8')
  fs.writeFileSync(target, change(source))
  try {
    return await cli('replay', saved, '--times=2')
  } finally {
    fs.writeFileSync(target, source)
  }
}

test('a violation shows again in fresh processes, elsewhere, and in another directory', async () => {
  const dir = fs.mkdtempSync(path.join(workshop.dir, 'elsewhere-'))
  const args = ['replay', path.relative(dir, saved), '--times=5', `--dir=${dir}`]
  const { exitCode, stdout, stderr } = await startCli(args, {
    cwd: dir,
    env: { SEED: '4711', TZ: 'Asia/Tokyo' },
  })
  expect(stdout).toMatch(/\nreproduced: parses is violated in 5 of 5, each time in fresh processes$/)
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
  expect(fs.readdirSync(dir)).toEqual([])
})

test('it shows again under another binary', async () => {
  const runtime = path.join(workshop.dir, 'other-node')
  const log = path.join(workshop.dir, 'started')
  fs.writeFileSync(runtime, `#!/bin/sh\necho started >> '${log}'\nexec '${process.execPath}' "$@"\n`, {
    mode: 0o755,
  })
  expect(await cli('replay', saved, '--times=2', `--runtime=${runtime}`)).toMatchObject({ exitCode: 1 })
  // Two that say which runtime they are, one that looks at the target, and two writers for each time.
  expect(fs.readFileSync(log, 'utf8').match(/started/g)).toHaveLength(7)
})

test('where the defect is gone and the schedule still fits, it exits with 0', async () => {
  // The same steps, though nothing overwrites what is longer.
  const gone = await replayWith((source) =>
    source.replaceAll(/writeFile(Sync)?\(file, text\)/g, "writeFile$1(file, '{}')"),
  )
  expect(gone.stderr).toMatch(/in-place.ts is not what it was when this violation was saved/)
  expect(gone.stdout).toMatch(/^gone: the schedule still fits, and parses holds in 2 of 2$/)
  expect(gone.exitCode).toBe(0)
})

test('where the schedule no longer fits, it exits with 3 and names the first step that differs', async () => {
  const renamed = await replayWith((source) =>
    source.replaceAll(/(writeFile(?:Sync)?)\(file, text\)/g, '$1(`${file}.new`, text)'),
  )
  expect(renamed.stderr).toMatch(/is not what it was/)
  expect(renamed.stdout).toMatch(
    /^the schedule no longer fits: step \d should be w\d call 1: \w+ s1.json.*, but what waits is: w\d call 1: open s1.json.new/,
  )
  expect(renamed.stdout).toMatch(
    /\nthe target's code has changed since this was recorded, .* mended\. [^\n]*\n {2}npx onewriter check \S+in-place\.ts$/,
  )
  expect(renamed.exitCode).toBe(3)
})

test('two steps swapped are a schedule that no longer fits', async () => {
  const swapped = workshop.tamper(saved, ({ counterexample: { schedule } }) => {
    const index = schedule.findIndex((step, at) => step.writer === schedule[at + 1]?.writer)
    const [one, other] = schedule.slice(index, index + 2)
    if (!one || !other) throw new Error('expected two steps of one writer in a row')
    schedule.splice(index, 2, other, one)
  })
  const { exitCode, stdout } = await cli('replay', swapped, '--times=1')
  expect(stdout).toMatch(/^the schedule no longer fits: step \d should be w\d call 1: /)
  expect(exitCode).toBe(3)
})

test.each([
  ['steps too few', -1, /the schedule ends after \d+ steps, but more are waiting: w/],
  ['steps too many', 1, /step \d+ should be w\d call 1: \w+.*, but nothing waits any more/],
])('%s are named', async (_what, surplus, message) => {
  const file = workshop.tamper(saved, ({ counterexample: { schedule } }) => {
    const last = schedule.at(-1)
    if (surplus < 0) schedule.pop()
    else if (last) schedule.push({ ...last, ordinal: last.ordinal + 1 })
  })
  const { exitCode, stdout } = await cli('replay', file, '--times=1')
  expect(stdout).toMatch(message)
  expect(exitCode).toBe(3)
})

test('a target that crashes in a replay is inconclusive', async () => {
  const crash = "queueMicrotask(() => { throw new Error('out of hand') })"
  const crashed = await replayWith((source) => source.replaceAll('=> fs.', `=> (${crash}, fs).`))
  expect(crashed.stdout).toMatch(/^inconclusive: w\d crashed/)
  expect(crashed.exitCode).toBe(3)
})

test('the API tells the same', async () => {
  expect(await replay(saved, { times: 2 })).toMatchObject({
    times: 2,
    of: 2,
    divergence: null,
    problem: null,
    loaded: { sourceChanged: false, target: fs.realpathSync(target), counterexample: { oracle: 'parses' } },
  })
})

test('a saved violation can be shown', async () => {
  const { exitCode, stdout } = await cli('show', saved)
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^ +w1 +w2\n +1 {2}/)
})

test.each<[string, Parameters<Workshop['tamper']>[1], RegExp]>([
  ['text', () => 'not JSON', /expected a replay file \(it is no JSON\)/],
  [
    'another version',
    (file) => ({ ...file, version: 2 }),
    /expected a replay file of version 1, but version/,
  ],
  [
    'a call that its target has not',
    ({ counterexample: { workload } }) => {
      Object.assign(workload.writers[0]?.[0] ?? {}, { operation: 'erase' })
    },
    /its target has no call named `erase` any more/,
  ],
  ['a target that is gone', (file) => ({ ...file, target: 'gone.ts' }), /its target gone.ts is not there/],
])('%s is refused with one message and exit code 2', async (_what, change, message) => {
  const { exitCode, stdout, stderr } = await cli('replay', workshop.tamper(saved, change))
  expect(stderr).toMatch(message)
  expect(stderr.split('\n')).toHaveLength(1)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
})

test('a file that is not there is refused', async () => {
  expect(await cli('replay', path.join(workshop.dir, 'nothing.json'))).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/nothing.json: expected a replay file \(ENOENT/),
  })
})

test('nothing in a replay file runs but its target', async () => {
  const program = path.join(workshop.dir, 'program.sh')
  const trace = path.join(workshop.dir, 'it-ran')
  fs.writeFileSync(program, `#!/bin/sh\ntouch '${trace}'\n`, { mode: 0o755 })
  const hostile = workshop.tamper(saved, (file) => {
    const orders = {
      runtime: { name: 'node', version: program },
      execPath: program,
      command: program,
      preload: program,
      require: program,
    }
    return { ...file, ...orders, counterexample: { ...file.counterexample, ...orders }, node: program }
  })
  expect(await cli('replay', hostile, '--times=1')).toMatchObject({ exitCode: 1 })
  expect(fs.existsSync(trace)).toBe(false)
})
