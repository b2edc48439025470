import fs from 'node:fs'
import { expect, test } from 'vitest'
import { touches } from '../../harness/writer/fs/outside.ts'
import { numbered, runSnippets } from './child.ts'

const make = "fs.mkdirSync(base + '/o', { recursive: true }); fs.writeFileSync(base + '/o/a', 'x'); "
const url = "new URL('file://' + base + '/o/a')"
const bytes = "Buffer.from(base + '/o/a')"

/** What a writer does outside the run directory, and what is noted of it. */
const table: { code: string; notes: string[]; before?: string }[] = [
  // Through every face of `fs`, and every form of a path.
  { code: "fs.writeFileSync(base + '/o/a', 'y')", notes: ['writeFile /o/a'] },
  { code: `fs.writeFileSync(${url}, 'y')`, notes: ['writeFile /o/a'] },
  { code: `fs.writeFileSync(${bytes}, 'y')`, notes: ['writeFile /o/a'] },
  { code: "fs.writeFileSync('../o/a', 'y')", notes: ['writeFile /o/a'] },
  { code: `await fsp.appendFile(${url}, 'y')`, notes: ['appendFile /o/a'] },
  { code: `await util.promisify(fs.truncate)(${bytes}, 1)`, notes: ['truncate /o/a', 'open /o/a'] },
  {
    code: "await new Promise((done) => fs.createWriteStream(base + '/o/new').end('x', done))",
    notes: ['open /o/new'],
  },
  { code: "const h = await fsp.open(base + '/o/a', 'r+'); await h.close()", notes: ['open /o/a'] },
  {
    code: "const h = await fsp.open(base + '/o/a'); await h.chmod(0o600); await h.utimes(1, 1); await h.close()",
    notes: ['FileHandle.chmod by a descriptor', 'FileHandle.utimes by a descriptor'],
  },
  {
    code: "const fd = fs.openSync(base + '/o/a'); fs.futimesSync(fd, 1, 1); fs.closeSync(fd)",
    notes: ['futimes by a descriptor'],
  },
  {
    code: "fs.symlinkSync(base + '/o/a', base + '/o/way'); fs.writeFileSync(base + '/o/way', 'y')",
    notes: ['symlink /o/way', 'writeFile /o/a'],
  },
  { code: "fs.renameSync(base + '/o/a', base + '/o/b')", notes: ['rename /o/a -> /o/b'] },
  { code: "fs.linkSync(base + '/o/a', base + '/o/c')", notes: ['link /o/a -> /o/c'] },
  {
    code: "await fsp.mkdir(base + '/o/d'); fs.rmdirSync(base + '/o/d')",
    notes: ['mkdir /o/d', 'rmdir /o/d'],
  },
  { code: "fs.mkdirSync(base + '/o/e/f', { recursive: true })", notes: ['mkdir /o/e/f'] },
  { code: "fs.mkdtempSync(base + '/o/')", notes: ['mkdtemp /o'] },
  { code: "fs.rmSync(base + '/o', { recursive: true })", notes: ['rm /o'] },
  { code: "await fsp.chmod(base + '/o/a', 0o600)", notes: ['chmod /o/a'] },
  {
    code: "fs.writeFileSync('in', ''); fs.cpSync('in', base + '/o/k'); fs.copyFileSync('in', base + '/o/l')",
    notes: ['copyFile /o/k', 'copyFile /o/l', 'chmod /o/k'],
  },
  { code: "fs.watch(base + '/o').close()", notes: ['watch /o'] },
  { code: "fs.closeSync(fs.openSync(base + '/o/lock', 'wx'))", notes: ['open /o/lock'] },
  // What is taken from a pipe, others do not get.
  {
    before: "require('node:child_process').execFileSync('mkfifo', [base + '/o/pipe']); ",
    code: "fs.closeSync(fs.openSync(base + '/o/pipe', fs.constants.O_RDONLY | fs.constants.O_NONBLOCK))",
    notes: ['open /o/pipe'],
  },
  // What changes by itself.
  ...(process.platform === 'linux'
    ? [
        { code: "fs.readFileSync('/proc/uptime')", notes: ['readFile /proc/uptime'] },
        { code: "fs.existsSync('/proc/1/status')", notes: ['exists /proc/1/status'] },
        // The kernel knows writers by other numbers than they do.
        { code: "fs.existsSync('/proc/201/stat')", notes: ['exists /proc/201/stat'] },
        { code: "fs.closeSync(fs.openSync('/dev/urandom'))", notes: ['open /dev/urandom'] },
        {
          code: "fs.readFileSync('/proc/self/stat'), fs.readFileSync('/proc/1/stat'), fs.readlinkSync('/proc/self/ns/pid')",
          notes: [],
        },
        { code: "fs.readFileSync('/proc/self/cgroup')", notes: [] },
      ]
    : []),
  // What changes nothing.
  { code: "fs.readFileSync(base + '/o/a'); fs.readdirSync(base + '/o'); fs.statSync(base)", notes: [] },
  { code: "fs.mkdirSync(base + '/o', { recursive: true })", notes: [] },
  { code: "fs.rmSync(base + '/o/none', { force: true })", notes: [] },
  { code: "try { fs.closeSync(fs.openSync(base + '/o/a', 'wx')) } catch {}", notes: [] },
  { code: "try { fs.writeFileSync(base + '/o/a', 'y', { mode: {} }) } catch {}", notes: [] },
  { code: "fs.writeFileSync('/dev/null', 'x'); await fsp.appendFile('/dev/null', 'x')", notes: [] },
  { code: "const fd = fs.openSync('/dev/null', 'w'); fs.writeSync(fd, 'x'); fs.closeSync(fd)", notes: [] },
  { code: "fs.writeFileSync('in', 'x'); fs.renameSync('in', 'on')", notes: [] },
]

const outcomes = runSnippets(
  table.map(({ before = '', code }) => ({
    before: `fs.rmSync(base + '/o', { recursive: true, force: true }); ${make}${before}`,
    code,
  })),
)

test.each(numbered(table))('$code', ({ index, notes }) => {
  const outcome = outcomes[index]
  expect(outcome?.error).toBeUndefined()
  const prefix = 'outside the run directory '
  const told = outcome?.notes.map((note) => note.replace(prefix, '').replaceAll('BASE', ''))
  // Some of Node's functions call each other, in each version in another way.
  expect(told).toEqual(notes.length === 0 ? [] : expect.arrayContaining(notes))
})

/** What takes a descriptor that was told of when it was opened, or no path at all. */
const apart =
  /^[A-Z_]|^(?:close|fsync|fdatasync|read|readv|write|writev|ftruncate|fstat|glob|unwatchFile|createReadStream|createWriteStream)$/

test('every function of this Node that takes a path is known', () => {
  const names = [fs, fs.promises].flatMap((faces) =>
    Object.entries(faces).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
  )
  const plain = new Set(names.map((name) => name.replace(/Sync$/, '')).filter((name) => !apart.test(name)))
  expect([...plain].filter((name) => !(name in touches))).toEqual([])
})
