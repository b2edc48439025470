import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GuardedDirectory } from '../../harness/guarded/guarded-directory.ts'
import { OpenedDirectory } from '../../harness/guarded/opened-directory.ts'
import { Canaries } from '../support/canaries.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const scratch = scratchDirectory('guarded')
let canaries: Canaries
let directory: GuardedDirectory
let made = 0
beforeEach(() => {
  made += 1
  const home = path.join(scratch, String(made))
  fs.mkdirSync(home)
  canaries = new Canaries(path.join(home, 'elsewhere'))
  directory = GuardedDirectory.make(path.join(home, 'run'))
})
afterEach(() => {
  directory.close()
  canaries.assertUntouched()
})

const inside = (...names: string[]) => path.join(directory.path, ...names)

test('lists and empties what is in it, of any kind and depth', () => {
  fs.writeFileSync(inside('a file'), 'x')
  fs.symlinkSync(canaries.dir, inside('link'))
  fs.linkSync(canaries.file, inside('hard'))
  fs.mkdirSync(inside('a', 'b', 'c'), { recursive: true })
  fs.writeFileSync(inside('a', 'b', 'file'), 'x')
  execFileSync('mkfifo', [inside('a', 'pipe')])
  expect(directory.list()).toEqual(['a file', 'a/', 'a/b/', 'a/b/c/', 'a/b/file', 'a/pipe', 'hard', 'link'])
  expect(directory.empty()).toEqual([])
  expect(fs.readdirSync(directory.path)).toEqual([])
})

test('empties a tree that is deeper than a path can tell', () => {
  let deep = GuardedDirectory.found(directory.path)!
  for (let level = 0; level < 600; level += 1) {
    const next = deep.make('a-folder')
    deep.close()
    deep = next
  }
  fs.writeFileSync(deep.at('file'), 'x')
  deep.close()
  expect(directory.list().length).toBeLessThan(100)
  expect(directory.empty()).toEqual([])
  expect(directory.list()).toEqual([])
})

test('removes names that are no text, and names that it uses itself', () => {
  fs.writeFileSync(Buffer.concat([Buffer.from(inside('x')), Buffer.from([0xff, 0xfe])]), '')
  fs.mkdirSync(inside('.removed-1', '.removed-2'), { recursive: true })
  fs.mkdirSync(inside('folder', 'inner'), { recursive: true })
  fs.writeFileSync(inside('.removed-3'), 'x')
  expect(directory.empty()).toEqual([])
  expect(directory.remove()).toBeNull()
  expect(fs.existsSync(directory.path)).toBe(false)
})

test.runIf(process.getuid?.() === 0)('removes what its user has locked', () => {
  const home = path.dirname(directory.path)
  const script = `
    import { GuardedDirectory } from ${JSON.stringify(path.resolve('dist/harness/guarded/guarded-directory.js'))}
    import fs from 'node:fs'
    process.setgid(65534); process.setuid(65534)
    const directory = GuardedDirectory.make(process.argv[1])
    fs.mkdirSync(directory.at('a/b/c'), { recursive: true })
    fs.writeFileSync(directory.at('a/b/file'), 'x')
    for (const [name, mode] of [['a/b/c', 0], ['a/b', 0o500], ['a', 0]]) fs.chmodSync(directory.at(name), mode)
    console.log(directory.remove())
  `
  fs.chmodSync(scratch, 0o755)
  fs.chmodSync(home, 0o777)
  const locked = path.join(home, 'locked')
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script, locked], {
    encoding: 'utf8',
  })
  expect(said).toBe('null\n')
  expect(fs.existsSync(locked)).toBe(false)
})

const moved = () => `${directory.path}.moved`
const replacements: Record<string, () => void> = {
  'a link in its place': () => {
    fs.rmdirSync(directory.path)
    fs.symlinkSync(canaries.dir, directory.path)
  },
  'another directory in its place': () => {
    fs.renameSync(directory.path, moved())
    fs.renameSync(canaries.dir, directory.path)
    canaries.isAt(directory.path)
  },
  'a link to a folder above it': () => {
    const parent = path.dirname(directory.path)
    fs.renameSync(parent, `${parent}.moved`)
    fs.mkdirSync(parent)
    fs.symlinkSync(path.join(`${parent}.moved`, 'elsewhere'), path.join(parent, 'run'))
    canaries.isAt(path.join(`${parent}.moved`, 'elsewhere'))
  },
  'nothing in its place': () => fs.rmdirSync(directory.path),
}

test.each(Object.entries(replacements))('with %s, it is told so and nothing is removed', (_, replace) => {
  const { path: location, identity } = directory
  replace()
  expect(directory.isInPlace).toBe(false)
  expect(GuardedDirectory.known({ path: location, identity })).toBeNull()
  expect(directory.remove()).toMatch(/no longer the directory/)
  canaries.assertUntouched()
})

test('what is written goes into the directory, wherever its path leads', () => {
  replacements['another directory in its place']!()
  fs.writeFileSync(directory.at('file'), 'x')
  directory.make('folder').close()
  expect(fs.readdirSync(moved())).toEqual(['file', 'folder'])
  expect(directory.list()).toEqual(['file', 'folder/'])
})

test.runIf(process.platform === 'linux')('what was moved into it is left there, and told', async () => {
  const home = path.dirname(directory.path)
  const theirs = path.join(home, 'theirs')
  fs.mkdirSync(theirs)
  fs.writeFileSync(path.join(theirs, 'file'), 'text')
  // Times of birth have the resolution of the kernel's clock tick.
  await setTimeout(50)
  const later = GuardedDirectory.make(path.join(home, 'later'))
  fs.mkdirSync(later.at('folder'))
  fs.writeFileSync(later.at('own'), '')
  fs.renameSync(theirs, later.at('folder/theirs'))
  expect(later.empty()).toEqual([{ entry: 'theirs', code: expect.stringMatching(/moved into/) }])
  expect(later.list()).toEqual(['folder/', 'folder/theirs/', 'folder/theirs/file'])
  fs.renameSync(later.at('folder/theirs/file'), later.at('file'))
  expect(() => later.unlink('file')).toThrow(/was moved/)
  expect(later.remove()).toMatch(/could not be emptied \(something older than it was moved into it\)/)
  expect(fs.readFileSync(later.at('file'), 'utf8')).toBe('text')
  // A second name of a file is no loss.
  fs.linkSync(later.at('file'), path.join(home, 'kept'))
  later.unlink('file')
  later.close()
})

test('a link that takes the place of a folder is removed, and not followed', () => {
  fs.mkdirSync(inside('folder'))
  fs.rmdirSync(inside('folder'))
  fs.symlinkSync(canaries.dir, inside('folder'))
  expect(() => directory.make('folder')).toThrow('EEXIST')
  expect(directory.list()).toEqual(['folder'])
  expect(directory.remove()).toBeNull()
})

test('a link is never opened as a directory, whenever it has come there', () => {
  fs.symlinkSync(canaries.dir, inside('link'))
  expect(GuardedDirectory.found(inside('link'))).toBeNull()
  const opened = new OpenedDirectory(directory.path)
  try {
    expect(() => opened.below('link')).toThrow(/ENOTDIR|ELOOP/)
  } finally {
    opened.close()
  }
})

test.runIf(process.platform === 'linux')('what is mounted in a directory is not entered', () => {
  const opened = new OpenedDirectory('/')
  try {
    expect(opened.below('proc')).toBeNull()
  } finally {
    opened.close()
  }
})
