import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { importsOf } from '../../harness/changed/imports-of.ts'
import { moduleGraph } from '../../harness/changed/module-graph.ts'
import { root, startCli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = fs.realpathSync(scratchDirectory('changed'))
const write = (name: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
  fs.writeFileSync(path.join(dir, name), text)
}
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: dir, stdio: 'pipe' })
const check = (...args: string[]) =>
  startCli(['check', 'app/save.target.ts', '--executions=3', '--faults=none', '--seed=1', ...args], {
    cwd: dir,
  })

write(
  'app/save.target.ts',
  "import { fileWriter } from 'onewriter'\nimport { save } from './save.js'\nexport default fileWriter(save)\n",
)
write(
  'app/save.ts',
  "import { rename, writeFile } from 'node:fs/promises'\nimport { nameFor } from './name.ts'\nexport const save = async (file, text) => {\n  const name = nameFor(file)\n  await writeFile(name, text)\n  await rename(name, file)\n}\n",
)
write(
  'app/name.ts',
  "import { randomUUID } from 'node:crypto'\nexport const nameFor = (file) => `${file}.${randomUUID()}.tmp`\n",
)
write('app/other.ts', 'export const other = 1\n')
write('package.json', '{ "type": "module" }\n')
write('.gitignore', 'node_modules\n.onewriter\n')
fs.mkdirSync(path.join(dir, 'node_modules'))
fs.symlinkSync(root, path.join(dir, 'node_modules/onewriter'))
git('init', '-q', '-b', 'main')
git('add', '.')
git('commit', '-qm', 'one')
git('checkout', '-qb', 'mine')

beforeEach(() => {
  git('reset', '-q', '--hard', 'main')
  git('clean', '-qfd')
})

test('a target of which nothing has changed is not checked, and that is said', async () => {
  write('app/other.ts', 'export const other = 2\n')
  const { exitCode, stdout } = await check('--changed=main')
  expect(stdout).toBe(
    'UNCHANGED  app/save.target.ts: none of the 3 files that it is made of differs from main; not checked',
  )
  expect(exitCode).toBe(0)
})

test('one of which a part of a part has changed is checked', async () => {
  fs.appendFileSync(path.join(dir, 'app/name.ts'), '// changed\n')
  const { exitCode, stdout, stderr } = await check('--changed=main')
  expect(stderr).toMatch(/^app\/name\.ts differs from main$/m)
  expect(stdout).toContain('HOLDS')
  expect(exitCode).toBe(0)
})

test.each([
  [
    'committed',
    () => (fs.appendFileSync(path.join(dir, 'app/save.ts'), '//\n'), git('commit', '-qam', 'two')),
    'app/save.ts',
  ],
  ['a package', () => write('package-lock.json', '{}'), 'package-lock.json'],
  ['the settings', () => write('onewriter.config.mjs', 'export default {}'), 'onewriter.config.mjs'],
])('what is %s counts', async (_what, change, file) => {
  change()
  expect((await check('--changed=main')).stderr).toContain(`${file} differs from main`)
})

test.each([
  ['nowhere', '--changed=nowhere: expected a branch or a commit'],
  ['--output=x', '--changed=--output=x: expected the name of a branch or a commit'],
])('%s is refused with one message', async (ref, message) => {
  const { exitCode, stderr } = await check(`--changed=${ref}`)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(message)
  expect(String(stderr).split('\n')).toHaveLength(1)
})

test('of what is in no commit nothing can be told', async () => {
  write('.gitignore', 'node_modules\n.onewriter\napp/name.ts\n')
  git('rm', '-q', '--cached', 'app/name.ts')
  git('commit', '-qam', 'generated')
  const { stderr } = await check('--changed=mine')
  expect(stderr).toMatch(/^app\/name\.ts is in no commit of this repository$/m)
})

test('packages of the same repository count, with those that they ask for', () => {
  write('packages/a/package.json', '{ "dependencies": { "b": "*" } }')
  write('packages/b/package.json', '{}')
  write('app/uses-a.ts', "import { a } from 'a/deep'\nexport default a\n")
  for (const name of ['a', 'b']) fs.symlinkSync(`../packages/${name}`, path.join(dir, 'node_modules', name))
  expect(moduleGraph(path.join(dir, 'app/uses-a.ts'))).toMatchObject({
    folders: new Set(['packages/a', 'packages/b'].map((name) => path.join(dir, name))),
    usesPackages: true,
    isOpen: false,
  })
})

test('what cannot be followed may be anything', () => {
  write('app/open.ts', 'const name = process.argv[2]\nexport const it = import(name)\n')
  write('app/command.ts', "import { commandTarget } from 'onewriter'\nexport default commandTarget({})\n")
  write('app/call.ts', "import { command } from 'onewriter'\nexport const call = command(() => [])\n")
  write(
    'app/renamed.ts',
    "import { command as start } from 'onewriter'\nexport const call = start(() => [])\n",
  )
  write('app/alias.ts', "import { it } from '#it'\nexport default it\n")
  write('app/missing.ts', "export * from './is-generated.js'\n")
  for (const name of ['open', 'command', 'call', 'renamed', 'alias', 'missing'])
    expect(moduleGraph(path.join(dir, `app/${name}.ts`)).isOpen).toBe(true)
  expect(moduleGraph(path.join(dir, 'app/save.ts'))).toMatchObject({
    folders: new Set(),
    usesPackages: false,
    isOpen: false,
  })
})

test.each([
  ["import a from './a'", ['./a']],
  ['import type { A } from "./a"\nexport * as b from \'./b\'', ['./a', './b']],
  ["import './a'\nimport {\n  b,\n  c,\n} from './b'", ['./a', './b']],
  ["const a = require('./a'), b = await import('./b')", ['./a', './b']],
  ["const c = await import('./c', { with: { type: 'json' } })", ['./c']],
  ["// import './a'\n/* import './b' */", []],
])('%s asks for %j', (source, specifiers) => {
  expect(importsOf(source)).toEqual({ specifiers, isOpen: false })
})
