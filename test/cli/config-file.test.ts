import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root, startCli } from '../support/cli.ts'
import { correct } from '../support/targets.ts'

let dir = ''
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'config-'))
  fs.mkdirSync(path.join(dir, 'node_modules'))
  fs.symlinkSync(root, path.join(dir, 'node_modules/onewriter'))
})
afterEach(() => fs.rmSync(dir, { recursive: true }))

const configure = (text: string, name = 'onewriter.config.ts') => fs.writeFileSync(path.join(dir, name), text)
const race = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await startCli(['race', correct('write-file-atomic'), ...args], {
    cwd: dir,
  })
  return { exitCode, stdout: String(stdout), stderr: String(stderr) }
}

test('settings come from a typed file, and options win', async () => {
  configure(`
    import { defineConfig } from 'onewriter'
    const seed: number = 77
    export default defineConfig({ seed, writers: 2, executions: 1, reporter: ['json'], isolate: true })
  `)
  const { exitCode, stdout } = await race('--executions=2', '--no-isolate')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ seed: 77, executions: 2 })
})

test.each(['onewriter.config.js', 'onewriter.config.mjs', 'onewriter.config.mts'])(
  '%s is read',
  async (name) => {
    fs.writeFileSync(path.join(dir, 'package.json'), '{"type":"module"}')
    configure('export default { bail: "many" }', name)
    const { exitCode, stderr } = await race()
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `onewriter: ${name}: bail=many: expected a whole number of at least 0`,
    })
  },
)

test.each([
  ['a wrong value', 'export default { writers: 0 }', 'writers=0: expected a whole number from 1 to 64'],
  [
    'an unknown option',
    'export default { writer: 2 }',
    'unknown option `writer`; did you mean `writers`? see onewriter --help',
  ],
  ['a wrong type', 'export default { reporter: { json: 1 } }', /^reporter=\{"json":1\}: /],
  ['one that throws', 'throw new Error("no\\nluck")', 'it does not load: no'],
  ['one that throws nonsense', 'throw undefined', 'it does not load: undefined'],
  ['one that does not parse', 'export default {', /^it does not load: SyntaxError: /],
  ['one that waits', 'await new Promise(() => {})', 'it does not load: its top-level await never settles'],
  ['one without a default', 'export const a = 1', /^expected `export default .*, got no default export$/],
  ['one that exports null', 'export default null', /, got null$/],
  ['one that exports a function', 'export default () => ({})', /, got a function$/],
  ['one that exports a list', 'export default []', /, got an array$/],
])('%s is refused with one message and exit code 2', async (_what, text, message) => {
  configure(text)
  const { exitCode, stdout, stderr } = await race()
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr.split('\n')).toHaveLength(1)
  const [, said = ''] = stderr.split('onewriter: onewriter.config.ts: ')
  expect(said).toMatch(message)
})

test('two of them are one too many', async () => {
  configure('export default {}')
  configure('export default {}', 'onewriter.config.mjs')
  const { exitCode, stderr } = await race()
  expect(exitCode).toBe(2)
  expect(stderr).toBe(
    'onewriter: onewriter.config.ts and onewriter.config.mjs: expected one configuration file',
  )
})

test('help needs no configuration', async () => {
  configure('throw new Error()')
  expect(await startCli(['--help'], { cwd: dir })).toMatchObject({ exitCode: 0 })
})
