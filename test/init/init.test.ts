import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseOperand } from '../../harness/init/operand.ts'
import { probe } from '../../harness/init/probe.ts'
import { root, startCli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('init')
fs.mkdirSync(path.join(dir, 'node_modules'))
fs.symlinkSync(root, path.join(dir, 'node_modules/onewriter'))
fs.copyFileSync(path.join(import.meta.dirname, 'fixtures/writes-text.ts'), path.join(dir, 'keeps-text.ts'))
for (const name of fs.readdirSync(path.join(import.meta.dirname, 'fixtures'))) {
  fs.copyFileSync(path.join(import.meta.dirname, 'fixtures', name), path.join(dir, name))
}

fs.writeFileSync(
  path.join(dir, 'a.target.mjs'),
  "import { defineTarget } from 'onewriter'\nexport const open = () => {}\nexport default defineTarget({ open })\n",
)

async function onewriter(...args: string[]) {
  const { exitCode, stdout, stderr } = await startCli(args, { cwd: dir })
  return { exitCode, stdout: String(stdout), stderr: String(stderr) }
}

test('a function that saves a text becomes a target, which the printed command runs', async () => {
  const { exitCode, stdout } = await onewriter('init', 'writes-text.ts#save')
  expect(exitCode).toBe(0)
  expect(fs.readFileSync(path.join(dir, 'writes-text.target.ts'), 'utf8')).toBe(
    `import { fileWriter } from 'onewriter'
import { save } from './writes-text.ts'

export default fileWriter((file, text) => save(file, text))
`,
  )
  const [, command = ''] = /^ {2}npx onewriter (.*)$/m.exec(stdout) ?? []
  expect(command).toBe('check writes-text.target.ts')
  // Its temporary name is the same for all writers.
  const found = await onewriter(...command.split(' '), '--seed=1', '--max-time=20s')
  expect(found.stdout).toContain('VIOLATED')
  expect(found.exitCode).toBe(1)
})

test('a function that saves a value as JSON, later, in a CommonJS module, becomes a target that runs', async () => {
  const { exitCode, stdout } = await onewriter('init', 'writes-later.cjs#save')
  expect(stdout).toContain('called with a path and a value, it left that value there as JSON')
  expect(exitCode).toBe(0)
  const found = await onewriter(
    'explore',
    'writes-later.target.mjs',
    '--seed=1',
    '--oracle=one-writer,parses',
  )
  expect(found.stdout).toContain('VIOLATED')
})

test('a function that saves in its own way becomes a target to be finished, and what was tried is told', async () => {
  const { exitCode, stdout } = await onewriter('init', 'keeps-elsewhere.mjs')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('called with a path and a text, it left no file there')
  expect(stdout).toContain('Finish the target')
  expect(fs.readFileSync(path.join(dir, 'keeps-elsewhere.target.mjs'), 'utf8')).toContain('// To finish')
  expect(fs.existsSync(path.join(dir, 'state.txt'))).toBe(false)
})

test.each([
  ['nowhere.ts#save', 'there is no file nowhere.ts'],
  ['keeps-text.ts#store', 'it exports no function `store`; it exports save'],
  ['keeps-text.ts', 'it exports save; expected FILE#EXPORT with one of them'],
  ['a.target.mjs', 'its default export is a target already; run check on it'],
  ['writes-text.ts#', 'no export is named after #'],
  ['node_modules', 'expected a module of JavaScript or TypeScript'],
])('init %s is refused with one message', async (operand, message) => {
  const { exitCode, stdout, stderr } = await onewriter('init', operand)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain(message)
})

test('a target that is there already is left as it is', async () => {
  const file = path.join(dir, 'never-ends.target.mjs')
  fs.writeFileSync(file, 'mine')
  const { exitCode, stderr } = await onewriter('init', 'never-ends.mjs#save')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('never-ends.target.mjs is there already; run check on it, or move it away')
  const wrong = await onewriter('init', 'never-ends.mjs#nope')
  expect(wrong.stderr).toContain('it exports no function `nope`; it exports save')
  expect(fs.readFileSync(file, 'utf8')).toBe('mine')
})

test('a call that never settles is given up, and what a call has left behind is ended', async () => {
  const never = { file: path.join(dir, 'never-settles.mjs'), exported: 'save' }
  await expect(probe('it', never, 2000)).rejects.toThrow('it did not come to its end within 2 s')
  const { shape } = await probe('it', { file: path.join(dir, 'never-ends.mjs'), exported: 'save' }, 2000)
  expect(shape).toBeNull()
})

test('an operand names a file and an export, or its default', () => {
  const file = path.join(dir, 'writes-text.ts')
  expect(parseOperand(`${file}#save`)).toEqual({ file, exported: 'save' })
  expect(parseOperand(file)).toEqual({ file, exported: 'default' })
})
