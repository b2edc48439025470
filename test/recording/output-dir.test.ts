import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../../harness/model/errors.ts'
import { assertWritable, replaceFile } from '../../harness/recording/output-dir.ts'
import { Canaries } from '../support/canaries.ts'
import { cliIn } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const scratch = scratchDirectory('output-dir')
let canaries: Canaries
let dir: string
beforeEach((context) => {
  const home = path.join(scratch, context.task.id)
  fs.mkdirSync(home)
  canaries = new Canaries(path.join(home, 'elsewhere'))
  dir = path.join(home, 'output')
})
afterEach(() => canaries.assertUntouched())

test('a file is made with its directory, and replaced as a whole', () => {
  const file = path.join(dir, 'deep', 'a.json')
  replaceFile(file, 'one')
  const { ino } = fs.statSync(file)
  replaceFile(file, 'two')
  expect(fs.readFileSync(file, 'utf8')).toBe('two')
  expect(fs.statSync(file).ino).not.toBe(ino)
  expect(fs.readdirSync(path.dirname(file))).toEqual(['a.json'])
})

test('a link that has the name of the file is replaced, and not followed', () => {
  fs.mkdirSync(dir)
  const file = path.join(dir, 'a.json')
  fs.symlinkSync(canaries.file, file)
  replaceFile(file, 'text')
  expect(fs.lstatSync(file).isFile()).toBe(true)
})

test('what cannot be written leaves nothing behind', () => {
  fs.mkdirSync(path.join(dir, 'a.json'), { recursive: true })
  expect(() => replaceFile(path.join(dir, 'a.json'), 'text')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
  expect(fs.readdirSync(dir)).toEqual(['a.json'])
})

test.each([true, false])(
  'a directory that leads elsewhere since the run began is not written to',
  (isThere) => {
    if (isThere) fs.mkdirSync(dir)
    assertWritable(dir)
    expect(fs.existsSync(dir)).toBe(isThere)
    if (isThere) fs.rmdirSync(dir)
    fs.symlinkSync(canaries.dir, dir)
    expect(() => replaceFile(path.join(dir, 'a.json'), 'text')).toThrow(/now leads to/)
  },
)

test('a link that the user has made is a directory like others', () => {
  const real = `${dir}.real`
  fs.mkdirSync(real)
  fs.symlinkSync(real, dir)
  assertWritable(dir)
  replaceFile(path.join(dir, 'a.json'), 'text')
  expect(fs.readdirSync(real)).toEqual(['a.json'])
})

test('a file in its place is refused', () => {
  fs.writeFileSync(dir, '')
  expect(() => assertWritable(dir)).toThrow(UsageError)
})

test('a violation that cannot be saved is told all the same', async () => {
  const target = path.join(path.dirname(dir), 'target.mjs')
  const code = `import { fileWriter } from 'onewriter'
import fs from 'node:fs'
import { execFileSync } from 'node:child_process'
const { OUTPUT, CANARIES } = process.env
export default fileWriter((file, text) => {
  if (!fs.existsSync(OUTPUT)) execFileSync('ln', ['-s', CANARIES, OUTPUT])
  fs.writeFileSync(file, text)
})`
  fs.writeFileSync(target, code.replace("'onewriter'", JSON.stringify(path.resolve('dist/harness/index.js'))))
  const args = [
    'explore',
    target,
    '--writers=2',
    '--calls=1',
    '--executions=40',
    '--seed=1',
    '--reporter=json',
  ]
  const env = { OUTPUT: dir, CANARIES: canaries.dir }
  const { exitCode, stdout } = await cliIn({ env, isolated: false }, ...args, `--output-dir=${dir}`)
  expect(exitCode).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'violated',
    violations: [{ replayFile: null }],
  })
  expect(stdout).toMatch(/could not be saved: .* now leads to/)
})
