import fs from 'node:fs'
import path from 'node:path'
import { command, commandTarget, type CommandContext, type OpenTarget } from 'onewriter'
import { expect, test } from 'vitest'
import { documentOf } from '../../harness/model/document.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('command-target')
const plan = { session: 's2', payloadBytes: 12 }
const document = documentOf({ writer: 3, call: 1 }, plan)
const given = { session: 's2', document, text: JSON.stringify(document) }
/** Writes what it is given on stdin to its one argument. */
const save = (file: string) => ['sh', '-c', 'cat > "$0"', file]
/** Makes one of its calls, which is a function. */
async function make(opened: OpenTarget, name: string): Promise<void> {
  const { [name]: call } = opened.calls
  if (typeof call !== 'function') throw new TypeError(`${name} should be a function`)
  await call(given)
}

test('a command is told the directory, the file, the session and whose call it is', async () => {
  const contexts: CommandContext[] = []
  const target = commandTarget({
    command: (context) => {
      contexts.push(context)
      return ['true']
    },
  })
  await make(await target.open({ dir, writer: 3 }), 'write')
  const file = path.join(dir, 's2.json')
  expect(contexts).toEqual([{ dir, file, session: 's2', text: given.text, writer: 3, call: 1 }])
})

test('a target may name its file, and its commands', async () => {
  const target = commandTarget({
    calls: { add: ({ file }) => save(file), clear: ({ file }) => ['rm', file] },
    input: 'stdin',
    file: ({ session }) => `store-${session}`,
  })
  const opened = await target.open({ dir, writer: 3 })
  const store = path.join(dir, 'store-s2')
  expect(opened.file?.('s2')).toBe(store)
  await make(opened, 'add')
  expect(fs.readFileSync(store, 'utf8')).toBe(given.text)
  await make(opened, 'clear')
  expect(fs.existsSync(store)).toBe(false)
})

test('bytes count where there is no `read`', () => {
  const start = () => ['true']
  expect(commandTarget({ command: start })).toMatchObject({ byteExact: true, controllable: false })
  expect(commandTarget({ command: start, read: String })).toMatchObject({ byteExact: false, read: String })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['no command', { input: 'stdin' }],
  ['no call', { calls: {} }],
  ['a call that is no function', { calls: { add: ['true'] } }],
  ['both', { command: () => ['true'], calls: { add: () => ['true'] } }],
])('%s is refused', (_, options) => {
  expect(() => commandTarget(options as Parameters<typeof commandTarget>[0])).toThrow(
    /commandTarget expects either/,
  )
})

test('a command of a call says what it starts, and runs that', async () => {
  const saves = command(({ file }) => save(file), { input: 'stdin' })
  const file = path.join(dir, 'by-a-call')
  const started = saves.started({ dir, file, session: 's2', text: given.text, writer: 3, call: 1 })
  expect(started).toEqual({ argv: save(file), input: given.text })
  const pids: number[] = []
  await saves.run(started, (pid) => pids.push(pid))
  expect(fs.readFileSync(file, 'utf8')).toBe(given.text)
  expect(pids).toEqual([expect.any(Number)])
  await expect(saves.run({ argv: ['sh', '-c', 'echo no >&2; exit 3'], input: '' })).rejects.toThrow(
    'sh ended with status 3: no',
  )
})

test.each<[string, unknown, unknown, RegExp]>([
  ['a list', ['python3', 'save.py'], {}, /^command expects a function: command\(/],
  ['an option that there is not', () => ['true'], { stdin: true }, /^command: unknown option `stdin`/],
  [
    'another input',
    () => ['true'],
    { input: 'text' },
    /^command expects input: 'stdin' or 'none', and is given "text"/,
  ],
])('%s is refused', (_, start, options, message) => {
  const [first, second] = [start, options] as Parameters<typeof command>
  expect(() => command(first, second)).toThrow(message)
})
