import fs from 'node:fs'
import path from 'node:path'
import { commandTarget, type CommandContext } from 'onewriter'
import { expect, test } from 'vitest'
import { documentOf } from '../../harness/model/document.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('command-target')
const plan = { session: 's2', payloadBytes: 12 }
const document = documentOf({ writer: 3, call: 1 }, plan)
const given = { session: 's2', document, text: JSON.stringify(document) }
/** Writes what it is given on stdin to its one argument. */
const save = (file: string) => ['sh', '-c', 'cat > "$0"', file]

test('a command is told the directory, the file, the session and whose call it is', async () => {
  const contexts: CommandContext[] = []
  const target = commandTarget({
    command: (context) => {
      contexts.push(context)
      return ['true']
    },
  })
  await (await target.open({ dir, writer: 3 })).calls['write']?.(given)
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
  await opened.calls['add']?.(given)
  expect(fs.readFileSync(store, 'utf8')).toBe(given.text)
  await opened.calls['clear']?.(given)
  expect(fs.existsSync(store)).toBe(false)
})

test('bytes count where there is no `read`', () => {
  const command = () => ['true']
  expect(commandTarget({ command })).toMatchObject({ byteExact: true, controllable: false })
  expect(commandTarget({ command, read: String })).toMatchObject({ byteExact: false, read: String })
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
