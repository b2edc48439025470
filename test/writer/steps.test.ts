import { describe, expect, test } from 'vitest'
import { numbered, runSnippets, type Snippet } from './child.ts'

const ten = "fs.writeFileSync('f', '0123456789')"
const tree = "fs.mkdirSync('d/e', { recursive: true }); fs.writeFileSync('d/e/f', '0123456789')"
const reading = ['open f r #1', 'fstat f #1', 'read f 10 #1', 'read f 5 #1', 'close f #1']
const writing = ['open f w #1', 'write f 5 #1', 'write f 5 #1', 'close f #1']
const blocking = (steps: string[]): string[] => steps.map((step) => `${step}!`)

/** What a piece of code does, step by step; `!` marks a step that blocks the thread. */
const table: { code: string; before?: string; steps: string[] }[] = [
  { code: "fs.writeFileSync('f', '0123456789')", steps: blocking(writing) },
  { code: "await util.promisify(fs.writeFile)('f', '0123456789')", steps: writing },
  { code: "await fsp.writeFile('f', Buffer.from('0123456789'))", steps: writing },
  { code: "fs.writeFileSync('f', '')", steps: ['open f w #1!', 'close f #1!'] },
  {
    code: "fs.writeFileSync('f', 'é', { flag: 'wx' })",
    steps: ['open f wx #1!', 'write f 1 #1!', 'write f 1 #1!', 'close f #1!'],
  },
  { code: "fs.appendFileSync('f', 'x')", steps: ['open f a #1!', 'write f 1 #1!', 'close f #1!'] },
  {
    code: "await fsp.writeFile('f', '0123456789', { flush: true })",
    steps: [...writing.slice(0, 3), 'fsync f #1', 'close f #1'],
  },
  {
    code: "await fsp.writeFile('f', (async function* () { yield 'abc'; yield 'd' })())",
    steps: ['open f w #1', 'write f 2 #1', 'write f 1 #1', 'write f 1 #1', 'close f #1'],
  },
  { before: ten, code: "fs.readFileSync('f')", steps: blocking(reading) },
  { before: ten, code: "await util.promisify(fs.readFile)('f')", steps: reading },
  { before: ten, code: "await fsp.readFile('f', 'utf8')", steps: reading },
  {
    // As many pieces as of two bytes: what is left may not be known before it is read.
    before: "fs.writeFileSync('f', '0')",
    code: "const fd = fs.openSync('f'); fs.readSync(fd, Buffer.alloc(9)); fs.closeSync(fd)",
    steps: blocking(['open f r #1', 'read f 9 #1', 'read f 8 #1', 'close f #1']),
  },
  {
    before: ten,
    code: "const h = await fsp.open('f'); await h.read(Buffer.alloc(64), 0, 64, 2); await h.close()",
    steps: ['open f r #1', 'read f 64 @2 #1', 'read f 60 @6 #1', 'close f #1'],
  },
  {
    code: "const h = await fsp.open('f', 'a'); await h.appendFile('ab'); await h.sync(); await h.datasync(); await h.close()",
    steps: ['open f a #1', 'write f 2 #1', 'fsync f #1', 'fdatasync f #1', 'close f #1'],
  },
  {
    code: "const fd = fs.openSync('f', 65 | 128); fs.writeSync(fd, 'abc', 4); fs.writeSync(fd, ''); fs.closeSync(fd)",
    steps: ['open f wx #1!', 'write f 2 @4 #1!', 'write f 1 @6 #1!', 'write f 0 #1!', 'close f #1!'],
  },
  {
    code: "const fd = fs.openSync('f', 'w'); fs.writevSync(fd, [Buffer.from('abc'), Buffer.from('def')], 1); fs.ftruncateSync(fd, 2); fs.closeSync(fd)",
    steps: ['open f w #1!', 'write f 3 @1 #1!', 'write f 3 @4 #1!', 'truncate f 2 #1!', 'close f #1!'],
  },
  {
    code: "await new Promise((done) => { const s = fs.createWriteStream('f', { flush: true }); s.end('0123456789'); s.on('close', done) })",
    steps: [...writing.slice(0, 3), 'fsync f #1', 'close f #1'],
  },
  {
    before: ten,
    code: "for await (const part of fs.createReadStream('f', { start: 2, end: 5 })) if (String(part) !== '2345') throw part",
    steps: ['open f r #1', 'read f 4 @2 #1', 'read f 2 @4 #1', 'close f #1'],
  },
  {
    code: "const h = await fsp.open('f', 'w'); await new Promise((done) => { const s = h.createWriteStream(); s.end('ab'); s.on('close', done) })",
    steps: ['open f w #1', 'write f 1 #1', 'write f 1 #1', 'close f #1'],
  },
  {
    before: ten,
    code: "fs.copyFileSync('f', 'g')",
    steps: blocking([
      'open f r #1',
      'fstat f #1',
      'open g O_WRONLY|O_CREAT #2',
      'fstat g #2',
      'truncate g 0 #2',
      'chmod g #2',
      'read f 10 #1',
      'read f 5 #1',
      'write g 5 #2',
      'write g 5 #2',
      'close g #2',
      'close f #1',
    ]),
  },
  {
    before: ten,
    code: "fs.truncateSync('f', 3)",
    steps: ['open f r+ #1!', 'truncate f 3 #1!', 'close f #1!'],
  },
  {
    before: tree,
    code: "await fsp.rm('d', { recursive: true })",
    steps: ['lstat d', 'readdir d', 'readdir d/e', 'unlink d/e/f', 'rmdir d/e', 'rmdir d'],
  },
  { code: "fs.rmSync('gone', { force: true })", steps: ['lstat gone!'] },
  { code: "fs.mkdirSync('a/b', { recursive: true })", steps: ['mkdir a/b!', 'mkdir a!', 'mkdir a/b!'] },
  { before: tree, code: "fs.mkdirSync('d/e', { recursive: true })", steps: ['mkdir d/e!', 'stat d/e!'] },
  {
    before: tree,
    code: "await fsp.readdir('.', { recursive: true })",
    steps: ['readdir .', 'readdir d', 'readdir d/e'],
  },
  {
    before: tree,
    code: "for await (const entry of await fsp.opendir('d')) void entry",
    steps: ['readdir d'],
  },
  {
    before: ten,
    code: "await fsp.rename('f', 'g'); await fsp.link('g', 'h'); await fsp.unlink('g')",
    steps: ['rename f -> g', 'link g -> h', 'unlink g'],
  },
  {
    before: ten,
    code: 'fs.existsSync("f"); await new Promise((done) => fs.exists("g", done)); await fsp.access("f")',
    steps: ['access f!', 'access g', 'access f'],
  },
  { before: ten, code: "fs.renameSync('f', base + '/elsewhere')", steps: ['rename f -> ../elsewhere!'] },
  {
    before: ten,
    code: "fs.statSync('f'); fs.chmodSync('f', 0o600); fs.utimesSync('f', 1, 1); fs.realpathSync('f')",
    steps: ['stat f!', 'chmod f!', 'utimes f!', 'realpath f!'],
  },
]

describe('an operation is a sequence of steps', () => {
  const outcomes = runSnippets(table)
  test.each(numbered(table))('$code', ({ steps, index }) => {
    expect(outcomes[index]?.error).toBeUndefined()
    expect(outcomes[index]?.steps).toEqual(steps)
  })
})

const long = "const text = 'x'.repeat(2 ** 20);"

/** Every way to append: one write(2) is one step, whatever its length. */
const appending: { code: string; writes: number[]; faults?: Snippet['faults'] }[] = [
  { code: "fs.appendFileSync('f', text)", writes: [2 ** 20] },
  { code: "await util.promisify(fs.appendFile)('f', text)", writes: [2 ** 20] },
  // The promise functions hand 512 KiB to one write(2).
  { code: "await fsp.appendFile('f', text + 'y')", writes: [2 ** 19, 2 ** 19, 1] },
  { code: "await fsp.appendFile('f', [text, 'ab'])", writes: [2 ** 19, 2 ** 19, 2] },
  { code: "fs.writeFileSync('f', text, { flag: 'as+' })", writes: [2 ** 20] },
  { code: "fs.writeFileSync('f', text, { flag: 1 | 64 | 1024 })", writes: [2 ** 20] },
  {
    code: "const fd = fs.openSync('f', 'ax'); fs.writeSync(fd, text); fs.writeFileSync(fd, 'abc'); fs.writeSync(fd, 'de', 0); fs.closeSync(fd)",
    writes: [2 ** 20, 3, 2],
  },
  {
    code: "const h = await fsp.open('f', 'a'); await h.write(text); await h.writev([Buffer.from('abc'), Buffer.from('de')]); await h.writeFile('xyz'); await h.close()",
    writes: [2 ** 20, 5, 3],
  },
  {
    code: "await new Promise((done) => fs.createWriteStream('f', { flags: 'a' }).on('close', done).end(text))",
    writes: [2 ** 20],
  },
  {
    code: "await new Promise((done) => { const s = fs.createWriteStream('f', { flags: 'a' }).on('close', done); s.write('abc'); s.write('de'); s.end('f') })",
    writes: [6],
  },
  {
    code: "const h = await fsp.open('f', 'a'); await new Promise((done) => h.createWriteStream().on('close', done).end(text))",
    writes: [2 ** 20],
  },
  // writev(2) takes 1,024 buffers.
  {
    code: "const fd = fs.openSync('f', 'a'); fs.writevSync(fd, Array.from({ length: 2050 }, () => Buffer.from('ab'))); fs.closeSync(fd)",
    writes: [2048, 2048, 4],
  },
  // Only a fault cuts it.
  {
    code: "fs.appendFileSync('f', 'abcdefgh')",
    faults: [{ op: 'write', fault: { kind: 'short-write', bytes: 3 } }],
    writes: [8, 5],
  },
]

describe('an append is one step', () => {
  const outcomes = runSnippets(
    appending.map(({ code, faults }) => ({ code: long + code, ...(faults && { faults }) })),
  )
  test.each(numbered(appending))('$code', ({ writes, index }) => {
    expect(outcomes[index]?.error).toBeUndefined()
    const asked = outcomes[index]?.steps.filter((step) => step.startsWith('write'))
    expect(asked?.map((step) => Number(step.split(' ')[2]?.replace('!', '')))).toEqual(writes)
  })
})

test('a mkdtemp takes a name of its own', () => {
  const [outcome] = runSnippets([{ code: "return fs.mkdtempSync('x-')" }])
  expect(outcome?.steps).toEqual([`mkdtemp ${String(outcome?.value)}!`])
})
