import fs from 'node:fs'
import path from 'node:path'
import { explore } from 'onewriter'
import { expect, test } from 'vitest'
import { forms, wordsOf } from '../../harness/init/forms.ts'
import { parseOperand } from '../../harness/init/operand.ts'
import { probe } from '../../harness/init/probe.ts'
import { targetSource } from '../../harness/init/target-source.ts'
import { cliAt, expectRefused, root } from '../support/cli.ts'
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

const onewriter = (...args: string[]) => cliAt(dir, ...args)

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
  const found = await onewriter(...command.split(' '), '--seed=1', '--max-time=5m')
  expect(found.stdout).toContain('VIOLATED')
  expect(found.exitCode).toBe(1)
})

const ways = path.join(dir, 'ways.mjs')

/** By words of theirs; each takes a process. */
const formsOf = (words: string) => forms.filter((form) => wordsOf(form) === words)

/** The target that is written for one of the ways. */
async function targetOf(exported: string, tried = forms): Promise<string> {
  const name = { file: ways, exported, packaged: null }
  const { fitting, misfits } = await probe('it', name, { tried })
  if (!fitting) throw new Error(JSON.stringify(misfits))
  const target = path.join(dir, `${exported}.target.mjs`)
  fs.writeFileSync(target, targetSource(name, { fitting, isNamed: true }))
  return target
}

test.each([
  ['indents', 'save: ({ session, document }) => indents(path.join(dir, `${session}.json`), document),'],
  ['setsKey', 'export default fileUpdater((file, key, value) => setsKey(file, key, value))'],
  ['patches', 'export default fileUpdater((file, key, value) => patches(file, { [key]: value }))'],
  ['appendsLine', 'export default fileAppender((file, line) => appendsLine(file, line))'],
  ['appendsText', 'export default fileAppender((file, line) => appendsText(file, `${line}\\n`))'],
  ['appendsEntry', 'export default fileAppender((file, line) => appendsEntry(file, JSON.parse(line)))'],
  ['dataFirst', 'export default fileWriter((file, text) => dataFirst(text, file))'],
  ['valueFirst', 'valueFirst(document, path.join(dir, `${session}.json`))'],
  ['keyFirst', 'export default fileUpdater((file, key, value) => keyFirst(key, value, file))'],
  ['textInOptions', 'export default fileWriter((file, text) => textInOptions({ file, content: text }))'],
  ['valueInOptions', 'valueInOptions({ filename: path.join(dir, `${session}.json`), data: document })'],
  ['placeInOptions', 'export default fileWriter((file, text) => placeInOptions(text, { path: file }))'],
  ['payloadInOptions', 'export default fileWriter((file, text) => payloadInOptions(file, { text }))'],
])('%s is known by what two calls leave', async (exported, line) => {
  expect(fs.readFileSync(await targetOf(exported), 'utf8')).toContain(line)
})

test.each<[string, string, typeof forms?]>([
  ['listsEntry', 'specification: log(),'],
  ['fileForEachKey', 'file: (session) => path.join(dir, `sessions/${session}.json`),'],
  ['inDirectory', "file: () => path.join(dir, 'state.json'),", formsOf("a directory's path and a value")],
  ['intoDirectory', 'intoDirectory(document, dir)', formsOf("a value and a directory's path")],
  [
    'valueThenOptions',
    'valueThenOptions(document, { outputPath: path.join(dir, `${session}.json`) })',
    formsOf('a value and an object with a path'),
  ],
  ['here', 'process.chdir(dir)'],
  ['setsKeyHere', 'specification: map(),', formsOf('a key and a value')],
])('the target of %s runs as it is', async (exported, line, tried = forms) => {
  const target = await targetOf(exported, tried)
  expect(fs.readFileSync(target, 'utf8')).toContain(line)
  // One writer alone breaks nothing.
  const result = await explore(target, { writers: 1, calls: 2, executions: 3, seed: 1, maxTime: '10m' })
  expect(result).toMatchObject({ verdict: 'holds', executions: 3, escapes: [], problems: [] })
})

test.each([
  [
    'eitherPayload',
    'fileWriter((file, text) => eitherPayload(file, text))',
    'called with a path and a value, it saves as well: the second call has replaced the file by its value as JSON; a path and a text was chosen, since what it saves can then be compared byte for byte',
  ],
  [
    'eitherOrder',
    'fileWriter((file, text) => eitherOrder(file, text))',
    'called with a text and a path, it saves as well: the second call has replaced the file by exactly its text; a path and a text was chosen, since the path comes first in most functions',
  ],
])('of two forms in which %s works, one is chosen, and it is told why', async (exported, call, why) => {
  const target = path.join(dir, 'ways.target.mjs')
  const { stdout } = await onewriter('init', `ways.mjs#${exported}`)
  expect(fs.readFileSync(target, 'utf8')).toContain(call)
  fs.rmSync(target)
  expect(stdout).toContain('called twice with a path and a text: the second call')
  expect(stdout.split('\n').map((line) => line.trim())).toContain(why)
})

test.each([
  ['wrapsValue', 'wrapsValue(document, path.join(dir, `${session}.json`))'],
  ['wrapsText', 'wrapsText(text, path.join(dir, `${session}.json`))'],
])('to be finished, the target calls %s as the try did that saved something', async (exported, call) => {
  const name = { file: ways, exported, packaged: null }
  const found = await probe('it', name, { tried: forms.slice(0, 5) })
  expect(found.fitting).toBeNull()
  const source = targetSource(name, { ...found, isNamed: true })
  expect(source).toContain(call)
  expect(source).toContain('// To finish: `read`')
})

test.each([
  ['forgets', 'a path, a key and a value', 'it left something else in s1.json: {"s2":'],
  ['exits', 'a path and a text', 'it was rejected: its process ended with exit code 3'],
])('what is tried of %s is told', async (exported, form, words) => {
  const { fitting, misfits } = await probe(
    'it',
    { file: ways, exported, packaged: null },
    { tried: formsOf(form) },
  )
  expect(fitting).toBeNull()
  expect(misfits).toEqual([{ form, outcome: expect.stringContaining(words) as string }])
})

test('of a class, its methods become the calls of a target to be finished', async () => {
  const { exitCode, stdout } = await onewriter('init', 'is-a-class.mjs#Sessions')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('it is a class, so nothing was tried: its methods are the calls')
  const target = path.join(dir, 'is-a-class.target.mjs')
  const source = fs.readFileSync(target, 'utf8')
  expect(source).toContain('const store = new Sessions(file)')
  expect(source).toContain('flush: ({ session, document }) => store.flush(session, document),')
  // This one needs no more than to lose the calls that do not save.
  fs.writeFileSync(target, source.replace(/ +flush: .*\n/, ''))
  const result = await explore(target, { writers: 1, calls: 1, executions: 1, seed: 1, maxTime: '10m' })
  expect(result).toMatchObject({ verdict: 'holds', executions: 1, problems: [] })
})

test('a function that is tried cannot change what is not of the try', async () => {
  const name = { file: ways, exported: 'elsewhere', packaged: null }
  const { fitting, misfits } = await probe('it', name, { tried: formsOf('a path and a text') })
  expect(fitting).toBeNull()
  expect(misfits[0]?.outcome).toMatch(
    /it may change files below a new directory alone; it asked for .*mine\.txt/,
  )
  expect(fs.existsSync(path.join(dir, 'mine.txt'))).toBe(false)
})

test('a function that saves a value as JSON, later, in a CommonJS module, becomes a target that runs', async () => {
  const { exitCode, stdout } = await onewriter('init', 'writes-later.cjs#save')
  expect(stdout).toContain(
    'called twice with a path and a value: the second call has replaced the file by its value as JSON',
  )
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
  expect(stdout).toMatch(
    /called twice with a path and a text; or a path and a value; or .*: it left no file there$/m,
  )
  expect(stdout).toContain('with a key and a value: it left something else in state.txt: [object Object]')
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
  expectRefused(await onewriter('init', operand), message)
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
  const never = { file: path.join(dir, 'never-settles.mjs'), exported: 'save', packaged: null }
  await expect(probe('it', never, { patienceMillis: 2000 })).rejects.toThrow(
    'it did not come to its end within 2 s',
  )
})

test('an operand names a file and an export, or its default', async () => {
  const file = path.join(dir, 'writes-text.ts')
  expect(await parseOperand(`${file}#save`)).toEqual({ file, exported: 'save', packaged: null })
  expect(await parseOperand(file)).toEqual({ file, exported: 'default', packaged: null })
})
