import { describe, expect, test } from 'vitest'
import { numbered, runSnippets } from './child.ts'

const link =
  "fs.mkdirSync('d'); fs.writeFileSync('d/f', '0123'); fs.symlinkSync('d', 'l'); fs.symlinkSync('d/f', 'lf')"
const touch = (path: string): string => `fs.utimesSync(${path}, 1, 1)`

/** Every way to name a file leads to the same step. */
const table = [
  { code: touch("'d/f'"), step: 'utimes d/f!' },
  { code: touch("dir + '/d/f'"), step: 'utimes d/f!' },
  { code: touch("dir + '//d/./f'"), step: 'utimes d/f!' },
  { code: touch("'d/../d/f'"), step: 'utimes d/f!' },
  { code: touch("Buffer.from('d/f')"), step: 'utimes d/f!' },
  { code: touch("new URL('file://' + dir + '/d/f')"), step: 'utimes d/f!' },
  { code: touch("'l/f'"), step: 'utimes d/f via l!' },
  { code: touch("'lf'"), step: 'utimes d/f via lf!' },
  { code: touch("'l/../lf'"), step: 'utimes d/f via l,lf!' },
  { code: touch("base + '/alias/d/f'"), step: 'utimes d/f!' },
  { code: touch("base + '/alias/l/f'"), step: 'utimes d/f via l!' },
  { code: "fs.lutimesSync('l', 1, 1)", step: 'utimes l!' },
  { code: "fs.readdirSync('l/')", step: 'readdir d via l!' },
  { code: "fs.unlinkSync('lf')", step: 'unlink lf!' },
  { code: "fs.closeSync(fs.openSync('lf', fs.constants.O_RDONLY))", step: 'open d/f via lf r #1!' },
  { code: "try { fs.openSync('lf', fs.constants.O_NOFOLLOW) } catch {}", step: 'open lf r #1!' },
  { code: "process.chdir('d'); fs.accessSync('f'); process.chdir('..')", step: 'access d/f!' },
  { code: "fs.readdirSync('.')", step: 'readdir .!' },
]

describe('a path leads to one place', () => {
  const before = `${link}; fs.rmSync(base + '/alias', { force: true }); fs.symlinkSync(dir, base + '/alias')`
  const outcomes = runSnippets(table.map(({ code }) => ({ before, code })))
  test.each(numbered(table))('$code', ({ step, index }) => {
    expect(outcomes[index]?.error).toBeUndefined()
    expect(outcomes[index]?.steps[0]).toBe(step)
  })
})

test('what lies elsewhere is left alone', () => {
  const code = `
    fs.symlinkSync(base, 'out')
    fs.writeFileSync('out/elsewhere', 'x'); fs.readFileSync(base + '/elsewhere'); await fsp.rm('../elsewhere')
    await load('node:fs/promises'); require('write-file-atomic')
    fs.writeFileSync(dir + 'beside', 'x'); fs.rmSync(dir + 'beside')`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.error).toBeUndefined()
  expect(outcome?.steps).toHaveLength(1)
})

test('a descriptor that is used again for a file elsewhere is left alone', () => {
  const code = `
    const ours = fs.openSync('f', 'w'); fs.closeSync(ours)
    const other = fs.openSync(base + '/elsewhere', 'w'); fs.writeSync(other, 'abc'); fs.closeSync(other)
    return ours === other`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.value).toBe(true)
  expect(outcome?.steps).toEqual(['open f w #1!', 'close f #1!'])
})

/** Node 26 refuses the option; before, it carried the call out by itself. */
const removesRecursively = Number.parseInt(process.versions.node, 10) < 26

test('what slips past the steps is noted, what Node refuses is not', () => {
  const code = `
    const fd = fs.openSync('f', 'w')
    for (const wrong of [() => fs.writeSync(fd, 5), () => fs.writeFileSync(dir + '/f', 'x', 5), () => fs.openSync(dir + '/f', 'zz')]) try { wrong() } catch {}
    await fsp.writeFile(dir + '/f', 'x', { signal: AbortSignal.abort() }).catch(() => {})
    fs.mkdirSync(dir + '/d'); try { fs.rmdirSync(dir + '/d', { recursive: true }) } catch {}`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.error).toBeUndefined()
  expect(outcome?.notes).toEqual(removesRecursively ? ['uncontrolled rmdirSync d'] : [])
})

test('watching and blobs are carried out by Node, with a note', () => {
  const code =
    "fs.watch('.').close(); fs.watchFile('f', () => {}); fs.unwatchFile('f'); await fs.openAsBlob('f')"
  const [outcome] = runSnippets([{ before: "fs.writeFileSync('f', 'x')", code }])
  expect(outcome?.notes).toEqual(['watch watch .', 'watch watchFile f', 'uncontrolled openAsBlob f'])
})
