import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { OnlyLooking } from '../../harness/writer/fs/only-looking.ts'
import { originals } from '../../harness/writer/fs/originals.ts'
import { Paths } from '../../harness/writer/fs/paths.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = fs.realpathSync(scratchDirectory('only-looking'))
const at = (name: string) => path.join(dir, name)
const looking = new OnlyLooking(new Paths(() => null, originals), originals)

/** As the faces of `fs` do it. */
function attempt(name: keyof typeof fs, ...args: unknown[]): unknown {
  const call = fs[name] as (...given: unknown[]) => unknown
  try {
    return call(...looking.allowed(name.replace(/Sync$/, ''), args))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}

function tree(): Record<string, string | null> {
  const names = fs.readdirSync(dir, { recursive: true, encoding: 'utf8' }).toSorted()
  const dataOf = (file: string) => (fs.statSync(file).isFile() ? fs.readFileSync(file, 'utf8') : null)
  return Object.fromEntries(names.map((name) => [name, dataOf(at(name))]))
}

beforeEach(() => {
  fs.rmSync(dir, { recursive: true, force: true })
  fs.mkdirSync(at('d'), { recursive: true })
  fs.writeFileSync(at('a'), 'x')
  fs.symlinkSync('a', at('link'))
})

test.each<[string, keyof typeof fs, unknown[]]>([
  ['writes over a file', 'writeFileSync', [at('a'), 'y']],
  ['writes through a link', 'writeFileSync', [at('link'), 'y']],
  ['appends', 'appendFileSync', [at('a'), 'y']],
  ['opens to write', 'openSync', [at('a'), 'r+']],
  ['empties', 'truncateSync', [at('a')]],
  ['copies over a file', 'copyFileSync', [at('a'), at('link')]],
  ['removes a file', 'unlinkSync', [at('a')]],
  ['removes a directory', 'rmSync', [at('d'), { recursive: true }]],
  ['gives another name', 'renameSync', [at('a'), at('b')]],
  ['makes a directory of whatever name', 'mkdtempSync', [at('t')]],
])('whoever %s is refused it', (_, name, args) => {
  const before = tree()
  looking.begin(dir)
  expect(attempt(name, ...args)).toMatch(/^E/)
  expect(looking.end()).toBe(true)
  expect(tree()).toEqual(before)
})

test('what was made may be changed and removed, and is gone in the end', () => {
  const before = tree()
  looking.begin(dir)
  attempt('mkdirSync', at('e/f'), { recursive: true })
  attempt('writeFileSync', at('e/f/new'), 'y')
  attempt('appendFileSync', at('e/f/new'), 'z')
  attempt('renameSync', at('e/f/new'), at('moved'))
  attempt('writeFileSync', at('lock'), '', { flag: 'wx' })
  expect(attempt('writeFileSync', at('lock'), '', { flag: 'wx' })).toBe('EEXIST')
  attempt('unlinkSync', at('lock'))
  expect(tree()).toEqual({ ...before, e: null, 'e/f': null, moved: 'yz' })
  expect(looking.end()).toBe(false)
  expect(tree()).toEqual(before)
})

test('a file that was made does not take the place of another', () => {
  looking.begin(dir)
  attempt('writeFileSync', at('new'), 'y')
  expect(attempt('renameSync', at('new'), at('a'))).toMatch(/^E/)
  expect(looking.end()).toBe(true)
  expect(tree()['a']).toBe('x')
})

test('nothing is refused elsewhere, to whoever reads, and once it is over', () => {
  looking.begin(at('d'))
  attempt('writeFileSync', at('a'), 'y')
  expect(attempt('readFileSync', at('link'), 'utf8')).toBe('y')
  expect(looking.end()).toBe(false)
  attempt('writeFileSync', at('d/new'), 'z')
  expect(looking.end()).toBe(false)
  expect(tree()).toMatchObject({ a: 'y', 'd/new': 'z' })
})
