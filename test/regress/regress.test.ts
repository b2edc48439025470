import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { Project } from '../../scripts/runners/project.ts'
import { root } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('regress')
const bin = path.join(dir, 'node_modules/.bin')
fs.mkdirSync(bin, { recursive: true })
fs.symlinkSync(root, path.join(dir, 'node_modules/onewriter'))
fs.symlinkSync(path.join(root, 'node_modules/vitest'), path.join(dir, 'node_modules/vitest'))
fs.symlinkSync(path.join(root, 'node_modules/vitest/vitest.mjs'), path.join(bin, 'vitest'))
fs.symlinkSync(path.join(root, 'dist/harness/cli.bundle.js'), path.join(bin, 'onewriter'))
fs.chmodSync(path.join(root, 'dist/harness/cli.bundle.js'), 0o755)

const project = new Project(dir)
let replayFile = ''
beforeAll(async () => {
  replayFile = await project.find()
})
const regress = (...args: string[]) => project.run('onewriter', 'regress', replayFile, ...args)

/** `npm run proof -- --only=runners` has it done by every runner, each in a project of its own. */
test.each(['vitest', 'node', 'shell'])('a test for %s fails on the broken writer', async (runner) => {
  const command = await project.regress(replayFile, runner)
  project.break()
  const { said, exitCode } = await project.run(command)
  expect(said).toContain('parses is violated in')
  expect(exitCode).toBe(1)
})

test.each(['node', 'shell'])('a test for %s passes on the mended writer', async (runner) => {
  const command = await project.regress(replayFile, runner)
  project.mend()
  const { said, exitCode } = await project.run(command)
  expect(exitCode).toBe(0)
  expect(said).toMatch(/schedule no longer fits[^]*2 writers × 1 call/)
})

test('what takes other steps and is no better fails as well: the same space is searched', async () => {
  const command = await project.regress(replayFile, 'node')
  project.write(
    'save.mjs',
    `import { open } from 'node:fs/promises'
export async function save(file, text) {
  const handle = await open(file, 'w')
  await handle.write(text)
  await handle.close()
  await (await open(file, 'r')).close()
}
`,
  )
  const { exitCode, said } = await project.run(command)
  expect(exitCode).toBe(1)
  expect(said).toMatch(/save: violated \(explore, seed 1\)/)
  expect(said).toContain('the schedule no longer fits')
})

test('what was written is said, and nothing that is there is overwritten unless that is asked for', async () => {
  fs.mkdirSync(path.join(dir, 'tests'))
  const base = path.basename(replayFile, '.json')
  const first = await regress('--runner=jest', '--into=tests')
  expect(first).toEqual({
    exitCode: 0,
    said: `wrote tests/${base}.json
wrote tests/${base}.test.js

It fails until the code is mended. Commit what was written, and run:
  npx jest tests/${base}.test.js`,
  })
  const again = await regress('--runner=jest', '--into=tests')
  expect(again.said).toContain(`tests/${base}.test.js is there already, and as it would be`)
  const file = path.join(dir, `tests/${base}.test.js`)
  fs.writeFileSync(file, 'mine')
  const refused = await regress('--runner=jest', '--into=tests')
  expect(refused).toEqual({
    exitCode: 2,
    said: `onewriter: tests/${base}.test.js is there already; move it away, or say --force to replace it`,
  })
  expect(fs.readFileSync(file, 'utf8')).toBe('mine')
  const forced = await regress('--runner=jest', '--into=tests', '--force')
  expect(forced.said).toMatch(new RegExp(`^wrote tests/${base}.test.js\n\n`))
  expect(fs.readFileSync(file, 'utf8')).toContain("require('onewriter/jest')")
})

test('a link is not followed', async () => {
  const base = path.basename(replayFile, '.json')
  fs.mkdirSync(path.join(dir, 'linked'))
  fs.symlinkSync('../elsewhere.sh', path.join(dir, `linked/${base}.test.sh`))
  const { exitCode, said } = await regress('--runner=shell', '--into=linked')
  expect(exitCode).toBe(2)
  expect(said).toContain('is there already')
  expect(fs.existsSync(path.join(dir, 'elsewhere.sh'))).toBe(false)
})

test.each([
  [[], 'regress: expected --runner=NAME, one of vitest, jest, node, bun, shell'],
  [['--runner=mocha'], '--runner=mocha: expected one of vitest, jest, node, bun, shell'],
  [['--runner=node', '--into=nowhere'], '--into=nowhere: expected a directory that exists'],
  [['--runner=node', '--seed=1'], 'regress does not read --seed'],
])('regress with %j is refused with one message', async (args, message) => {
  const { exitCode, said } = await regress(...args)
  expect(exitCode).toBe(2)
  expect(said.split('\n')).toHaveLength(1)
  expect(said).toContain(message)
})
