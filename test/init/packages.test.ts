import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cliAt, expectRefused, root } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('init-packages')
const installed = path.join(dir, 'node_modules')

const esm = "import fs from 'node:fs'\nexport const save = (file, text) => fs.writeFileSync(file, text)\n"
const cjs = "exports.save = (file, text) => require('node:fs').writeFileSync(file, text)\n"

function install(name: string, manifest: object, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) {
    const to = path.join(installed, name, file)
    fs.mkdirSync(path.dirname(to), { recursive: true })
    fs.writeFileSync(to, text)
  }
}
install(
  'modern',
  { type: 'module', exports: { '.': { import: './lib/main.js' }, './extra': './lib/extra.js' } },
  { 'lib/main.js': esm, 'lib/extra.js': esm, 'lib/inner.js': esm },
)
install('classic', { main: 'lib/index' }, { 'lib/index.js': cjs })
install('@scope/required', { exports: { require: './main.cjs' } }, { 'main.cjs': cjs })
fs.symlinkSync(root, path.join(installed, 'onewriter'))

/** What lies in the installed packages; nothing may be added to them. */
const filesOf = (name: string) => fs.readdirSync(path.join(installed, name), { recursive: true })

const onewriter = (...args: string[]) => cliAt(dir, ...args)

test.each([
  ['modern#save', 'modern.target.mjs', "'modern'"],
  ['modern/extra#save', 'modern-extra.target.mjs', "'modern/extra'"],
  ['classic#save', 'classic.target.mjs', "'classic'"],
  // Nothing that a module imports it by.
  ['@scope/required#save', 'required-main.target.mjs', "'./node_modules/@scope/required/main.cjs'"],
  ['node_modules/classic/lib/index.js#save', 'classic.target.mjs', "'classic'"],
  ['node_modules/modern/lib/extra.js#save', 'modern-extra.target.mjs', "'modern/extra'"],
  [
    'node_modules/modern/lib/inner.js#save',
    'modern-lib-inner.target.mjs',
    "'./node_modules/modern/lib/inner.js'",
  ],
])('init %s writes %s here, which imports %s', async (operand, target, from) => {
  const before = ['modern', 'classic', '@scope/required'].map(filesOf)
  const { exitCode, stdout, stderr } = await onewriter('init', operand)
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  expect(stdout).toContain(`wrote ${target}\n`)
  expect(stdout).toMatch(/npx onewriter check \S+$/)
  const file = path.join(dir, target)
  expect(fs.readFileSync(file, 'utf8')).toContain(`import { save } from ${from}\n`)
  expect(['modern', 'classic', '@scope/required'].map(filesOf)).toEqual(before)
  fs.rmSync(file)
})

test("a package's target runs as it is", async () => {
  await onewriter('init', 'classic#save')
  const args = ['--writers=1', '--calls=1', '--executions=2', '--oracle=parses', '--seed=1']
  const { exitCode, stdout, stderr } = await onewriter('explore', 'classic.target.mjs', ...args)
  expect(stdout, stderr).toContain('HOLDS')
  expect(exitCode).toBe(0)
})

test.each([
  [
    'not-there#save',
    'there is no file not-there, and no package not-there is installed where init was started',
  ],
  ['@not/there/sub#save', 'no package @not/there is installed'],
  ['modern/lib/inner.js#save', 'the package modern does not give it out: '],
  ['modern#store', 'it exports no function `store`; it exports save'],
  ['fs#writeFile', "fs is Node's own, and no package"],
])('init %s is refused with one message', async (operand, message) => {
  expectRefused(await onewriter('init', operand), message)
})
