import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Canaries } from '../support/canaries.ts'
import { root, startCli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

/** The commands that start no run, beside files that nobody shall touch: what they are given leads there by links. */
const scratch = scratchDirectory('harm-others')
let made = 0

interface Surroundings {
  readonly canaries: Canaries
  readonly home: string
  readonly run: (...args: string[]) => Promise<{ exitCode: number | undefined; said: string }>
}

function surroundings(env: Record<string, string> = {}): Surroundings {
  made += 1
  const home = path.join(scratch, String(made))
  fs.mkdirSync(path.join(home, 'temporary'), { recursive: true })
  const canaries = new Canaries(path.join(home, 'elsewhere'))
  const run = async (...args: string[]) => {
    const TMPDIR = path.join(home, 'temporary')
    const ran = await startCli(args, { cwd: home, env: { CANARIES: canaries.dir, TMPDIR, ...env } })
    const said = `${String(ran.stdout)}${String(ran.stderr)}`
    canaries.assertUntouched()
    expect(said).not.toMatch(/fault of the harness itself|^\s+at .*harness|"canary"/m)
    return { exitCode: ran.exitCode, said }
  }
  return { canaries, home, run }
}

/** A violation of a target that has lost its folder, as `explore` saves it. */
async function savedViolation({ home, run }: Surroundings): Promise<string> {
  const target = fixture('replaces-its-directory.ts')
  const options = ['--executions=2', '--seed=1', '--output-dir=saved', '--reporter=json:shards/one.json']
  fs.mkdirSync(path.join(home, 'shards'))
  expect(await run('explore', target, ...options)).toMatchObject({ exitCode: 1 })
  const [file = ''] = fs.readdirSync(path.join(home, 'saved'))
  return path.join('saved', file)
}

test.each(['links', 'linksByProgram', 'linksAbove', 'linksItsFile'])(
  'init of a function that saves through a link, %s: untouched',
  async (exported) => {
    const { home, run } = surroundings()
    fs.mkdirSync(path.join(home, 'node_modules'))
    fs.symlinkSync(root, path.join(home, 'node_modules/onewriter'))
    fs.copyFileSync(fixture('replaces-where-it-saves.mjs'), path.join(home, 'store.mjs'))
    const { exitCode, said } = await run('init', `store.mjs#${exported}`)
    expect({ exitCode, said }).toMatchObject({
      exitCode: 0,
      said: expect.stringContaining('How it saves could not be found out') as string,
    })
  },
)

test('show runs no target, and writes nothing but what it is asked for', async () => {
  const around = surroundings({ HARM: 'rename:folder:end:step' })
  const file = await savedViolation(around)
  const before = fs.readFileSync(path.join(around.home, file), 'utf8')
  const { canaries, home } = around
  // Whoever loaded and opened the target would now lose the directory that it works in.
  const { exitCode } = await around.run('show', file, '--reporter=html:shown.html')
  expect(exitCode).toBe(0)
  expect(fs.readFileSync(path.join(home, file), 'utf8')).toBe(before)
  expect(fs.readdirSync(home).toSorted()).toEqual(
    [path.basename(canaries.dir), 'saved', 'shards', 'shown.html', 'temporary'].toSorted(),
  )
})

test('merge of a directory that leads elsewhere by links, names and replay files: untouched, and unread', async () => {
  const around = surroundings({ HARM: 'rename:folder:end:step' })
  await savedViolation(around)
  const { canaries, home, run } = around
  const shards = path.join(home, 'shards')
  const one = path.join(shards, 'one.json')
  const result = JSON.parse(fs.readFileSync(one, 'utf8')) as { violations: { replayFile: string }[] }
  for (const violation of result.violations) violation.replayFile = path.join(canaries.dir, 's1.json')
  fs.writeFileSync(one, JSON.stringify(result))
  fs.symlinkSync(canaries.dir, path.join(shards, 'folder'))
  fs.symlinkSync(canaries.file, path.join(shards, 'two.json'))
  const before = fs.readdirSync(shards)
  const { exitCode } = await run('merge', 'shards')
  expect(exitCode).toBe(1)
  expect(fs.readdirSync(shards)).toEqual(before)
})
