import { describe, expect, test } from 'vitest'
import { numbered, runSnippets } from './child.ts'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const has = (since: number, inMinor = 0) => major > since || (major === since && minor >= inMinor)
const fill = "fs.mkdirSync('d'); fs.writeFileSync('d/x.json', '{}'); fs.writeFileSync('.env', 'A=1'); "
const out =
  "fs.writeFileSync(base + '/far', 'x'); fs.symlinkSync(base + '/far', 'out'); fs.symlinkSync(base, 'up'); "
const attempt = (code: string) => `try { ${code} } catch {}`

/** What reaches below the run directory, or out of it, without a step; and what is noted of it. */
const table: { code: string; before?: string; notes: string[] }[] = [
  { code: 'process.loadEnvFile()', notes: ['loadEnvFile .env'] },
  { code: attempt("process.loadEnvFile('d/gone')"), notes: ['loadEnvFile d/gone'] },
  { code: "require(dir + '/d/x.json')", notes: ['require d/x.json'] },
  { code: attempt("require.resolve(dir + '/d/gone')"), notes: ['require d/gone'] },
  { code: attempt("require.resolve('./x.json', { paths: [dir + '/d'] })"), notes: ['require d/x.json'] },
  {
    code: attempt(
      "const { createRequire } = await load('node:module'); createRequire(dir + '/d/z.mjs')('./x.json')",
    ),
    notes: ['require d/x.json'],
  },
  {
    code: "await load('file://' + dir + '/d/x.mjs').catch(() => {})",
    notes: ['import d/x.mjs', 'require d/x.mjs'],
  },
  {
    code: "await import('file://' + dir + '/d/x.json', { with: { type: 'json' } })",
    notes: ['import d/x.json'],
  },
  { code: "(await load('node:v8')).writeHeapSnapshot(dir + '/d/heap')", notes: ['writeHeapSnapshot d/heap'] },
  { code: "process.report.writeReport('report.json')", notes: ['writeReport report.json'] },
  {
    code: "process.report.directory = dir + '/d'; process.report.writeReport('r.json')",
    notes: ['writeReport d/r.json'],
  },
  { code: "process.chdir('d'); process.chdir('..')", notes: ['chdir d'] },
  { code: attempt("process.chdir('gone')"), notes: ['chdir gone'] },
  {
    code: "const net = await load('node:net'); await new Promise((done) => net.connect(dir + '/socket').on('error', done))",
    notes: ['connect socket'],
  },
  {
    code: "const net = await load('node:net'); const s = net.createServer(); await new Promise((done) => s.listen('socket', done)); s.close()",
    notes: ['listen socket'],
  },
  {
    code: "const { WASI } = await load('node:wasi'); new WASI({ version: 'preview1', preopens: { '/': dir } })",
    notes: ['wasi WASI'],
  },
  { code: attempt("process.binding('fs')"), notes: ['process.binding'] },
  ...(has(22, 14)
    ? [
        {
          code: "try { (await load('node:module')).findPackageJSON('./x', dir + '/d/') } catch {}",
          notes: ['findPackageJSON d', 'import d/x', 'import d/', 'require x'],
        },
        {
          code: "(await load('node:module')).enableCompileCache(dir + '/d/c')",
          notes: ['enableCompileCache d/c'],
        },
      ]
    : []),
  ...(has(22, 13)
    ? [
        {
          code: "const { DatabaseSync } = await load('node:sqlite'); new DatabaseSync('data').close()",
          notes: ['sqlite DatabaseSync'],
        },
      ]
    : []),
  // A path that leaves by a link.
  {
    before: out,
    code: "fs.writeFileSync('out', 'y')",
    notes: [
      'a path leads out of the run directory by the link out',
      'outside the run directory writeFile BASE/far',
    ],
  },
  {
    before: out,
    code: "await fsp.readFile('up/far')",
    notes: ['a path leads out of the run directory by the link up'],
  },
  {
    before: out,
    code: "fs.existsSync('out')",
    notes: ['a path leads out of the run directory by the link out'],
  },
  {
    before: "fs.mkdirSync('d/e'); fs.symlinkSync(base, 'd/l'); fs.writeFileSync(base + '/far', 'x'); ",
    code: "fs.readFileSync('d/e/../l/far')",
    notes: ['a path leads out of the run directory by the link d/l'],
  },
  {
    // A directory elsewhere, and up from there.
    before:
      "fs.mkdirSync(base + '/sub', { recursive: true }); fs.symlinkSync(base + '/sub', 'l'); fs.writeFileSync(base + '/far', 'x'); ",
    code: "fs.statSync(dir + '/l/../far')",
    notes: ['a path leads out of the run directory by the link l'],
  },
  { before: out, code: "fs.lstatSync('out'); fs.readlinkSync('out'); fs.unlinkSync('out')", notes: [] },
  {
    code: "fs.readFileSync(base + '/../../etc/hostname', { flag: 'r' }); fs.existsSync('../elsewhere')",
    notes: [],
  },
  // Names that are one to whoever reads them as text, and descriptors that have become a file's.
  {
    code: "fs.writeFileSync(Buffer.from([120, 0xff]), ''); fs.writeFileSync(Buffer.from([120, 0xfe]), '')",
    notes: ['a name that is no UTF-8: x\uFFFD'],
  },
  { code: "fs.writeFileSync(Buffer.from('ä'), ''); fs.writeFileSync('ö', '')", notes: [] },
  {
    code: "fs.closeSync(2); const fd = fs.openSync('f', 'w'); process._rawDebug('x'); fs.closeSync(fd); originals.openSync('/dev/null')",
    notes: ['process._rawDebug'],
  },
  { code: "process._rawDebug('')", notes: [] },
  // A descriptor by another name.
  {
    code: "const fd = fs.openSync('d/x.json', 'r+'); fs.unlinkSync('d/x.json'); fs.writeFileSync('/proc/self/fd/' + fd, 'y'); fs.closeSync(fd)",
    notes: ["d/x.json (deleted) is reached by its descriptor's path"],
  },
  {
    code: "const fd = fs.openSync('d/x.json', 'r+'); fs.readFileSync('/dev/fd/' + fd); fs.closeSync(fd)",
    notes: ["d/x.json is reached by its descriptor's path"],
  },
  { code: "fs.readFileSync('/proc/self/cwd/d/x.json')", notes: [] },
  // What Node's own function accepts, in whatever form the path is given.
  { code: "fs.utimesSync(new URL('file://' + dir + '/d/x.json'), '', '')", notes: ['utimesSync d/x.json'] },
  { code: "fs.utimesSync(Buffer.from('d/x.json'), '', '')", notes: ['utimesSync d/x.json'] },
  { code: "fs.utimesSync('d/x.json', '', '')", notes: ['utimesSync d/x.json'] },
  // What crosses the border.
  {
    before: "fs.writeFileSync(base + '/other', 'x'); ",
    code: "fs.linkSync(base + '/other', 'mine')",
    notes: ['link ../other -> mine crosses the border of the run directory'],
  },
  {
    before: "fs.writeFileSync(base + '/other', 'x'); ",
    code: "await fsp.rename(base + '/other', 'mine')",
    notes: ['rename ../other -> mine crosses the border of the run directory'],
  },
]

describe('what reaches the run directory without a step is noted', () => {
  const outcomes = runSnippets(table.map(({ code, before = '' }) => ({ before: fill + before, code })))
  test.each(numbered(table))('$code', ({ notes, index }) => {
    expect(outcomes[index]?.error).toBeUndefined()
    const said = new Set(
      outcomes[index]?.notes.map((note) =>
        note.replace(/^uncontrolled /, '').replace(/ \/(proc|dev)\/.*/, ''),
      ),
    )
    expect([...said]).toEqual(notes)
  })
})

test('the same elsewhere is nobody’s business', () => {
  const before = `
    fs.writeFileSync(base + '/m.mjs', ''); fs.writeFileSync(base + '/.env', 'A=1'); fs.writeFileSync(base + '/m.json', '{}')`
  const code = `
    await load('file://' + base + '/m.mjs'); require(base + '/m.json'); process.loadEnvFile(base + '/.env')
    require('write-file-atomic'); await load('fast-check'); new URL('file://' + dir + '/d').pathname
    fs.existsSync(new URL('file://' + dir + '/d'))
    process.chdir(base); process.chdir(dir)`
  const [outcome] = runSnippets([{ before, code }])
  expect(outcome?.error).toBeUndefined()
  expect(outcome?.notes).toEqual([])
})
