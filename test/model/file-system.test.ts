import { beforeEach, describe, expect, test } from 'vitest'
import { FileSystemModel } from '../../harness/model/file-system.ts'
import type { Step } from '../../harness/model/step.ts'

let model: FileSystemModel
beforeEach(() => {
  model = new FileSystemModel()
})

const step = (op: Step['op'], path: string, rest: Partial<Step> = {}): Step => ({
  op,
  path,
  sync: false,
  ...rest,
})
const apply = (...steps: Step[]) => steps.forEach((each) => model.apply(1, each))
const create = (path: string, handle = 1) =>
  apply(step('open', path, { flags: 'w', handle }), step('close', path, { handle }))
const data = (each: Step, writer = 1) => model.footprint(writer, each).changesData

test('a rename onto a file takes its name, and whoever has the old one open writes to nobody', () => {
  create('a')
  apply(step('open', 's', { flags: 'w', handle: 2 }))
  const old = model.inodeAt('s')
  apply(step('rename', 'a', { to: 's' }))
  expect(model.paths).toEqual(['s'])
  expect(model.inodeAt('s')).not.toBe(old)
  expect(data(step('write', 's', { handle: 2 }))).toBe(old)
})

test('a hard link is another name of the same data', () => {
  create('a')
  apply(step('link', 'a', { to: 'b' }))
  expect(model.inodeAt('b')).toBe(model.inodeAt('a'))
  apply(step('unlink', 'a'))
  expect(model.inodeAt('a')).toBeNull()
  apply(step('open', 'b', { flags: 'r+', handle: 3 }))
  expect(data(step('write', 'b', { handle: 3 }))).toBe(model.inodeAt('b'))
})

test('a rename of one name of a file to another one of it does nothing', () => {
  create('a')
  apply(step('link', 'a', { to: 'b' }), step('rename', 'a', { to: 'b' }))
  expect(model.paths.toSorted()).toEqual(['a', 'b'])
})

test('what lies below a directory moves with it', () => {
  apply(step('mkdir', 'd'), step('mkdir', 'd/e'))
  create('d/e/a')
  create('da')
  const inode = model.inodeAt('d/e/a')
  apply(step('rename', 'd', { to: 'x' }))
  expect(model.paths.toSorted()).toEqual(['da', 'x', 'x/e', 'x/e/a'])
  expect(model.inodeAt('x/e/a')).toBe(inode)
})

test('a file that was unlinked lives on for whoever has it open, and its name begins anew', () => {
  apply(step('open', 'a', { flags: 'w', handle: 1 }))
  const first = model.inodeAt('a')
  apply(step('unlink', 'a'))
  create('a', 2)
  expect(model.inodeAt('a')).not.toBe(first)
  expect(data(step('write', 'a', { handle: 1 }))).toBe(first)
})

test("handles are a writer's own", () => {
  create('a')
  create('b')
  model.apply(1, step('open', 'a', { flags: 'r+', handle: 1 }))
  model.apply(2, step('open', 'b', { flags: 'r+', handle: 1 }))
  expect(data(step('write', 'a', { handle: 1 }), 1)).toBe(model.inodeAt('a'))
  expect(data(step('write', 'b', { handle: 1 }), 2)).toBe(model.inodeAt('b'))
})

test('a symbolic link is an entry, and is remembered', () => {
  expect(model.hasLinks).toBe(false)
  apply(step('symlink', 'elsewhere', { to: 'link' }))
  expect(model.paths).toEqual(['link'])
  expect(model.hasLinks).toBe(true)
})

describe('what a step touches', () => {
  beforeEach(() => create('there'))

  test.each([
    ['a new file', step('open', 'new', { flags: 'w' }), { changesEntries: ['new'], changesData: null }],
    ['an open that reads', step('open', 'there', { flags: 'r' }), { changesEntries: [], changesData: null }],
    ['an exclusive open', step('open', 'new', { flags: 'wx' }), { changesEntries: ['new'] }],
    ['flags in numbers', step('open', 'new', { flags: 'O_RDWR|O_CREAT' }), { changesEntries: ['new'] }],
    ['a rename', step('rename', 'there', { to: 'x' }), { changesEntries: ['there', 'x'] }],
    ['a link', step('link', 'there', { to: 'x' }), { changesEntries: ['x'], readsEntries: ['there'] }],
    ['an unlink', step('unlink', 'there'), { changesEntries: ['there'] }],
    ['a directory', step('mkdir', 'd'), { changesEntries: ['d'] }],
    [
      'a close',
      step('close', 'there', { handle: 1 }),
      { changesEntries: [], changesData: null, readsData: null },
    ],
    [
      'the start of a call',
      { op: 'begin', sync: false } satisfies Step,
      { changesEntries: [], readsEntries: [] },
    ],
    ['a timer', { op: 'timer', sync: false } satisfies Step, { changesEntries: [], readsEntries: [] }],
  ])('%s', (_what, each, expected) => {
    expect(model.footprint(1, each)).toMatchObject(expected)
  })

  test('data, where the file is there', () => {
    const inode = model.inodeAt('there')
    expect(data(step('open', 'there', { flags: 'w' }))).toBe(inode)
    expect(data(step('truncate', 'there'))).toBe(inode)
    expect(model.footprint(1, step('read', 'there')).readsData).toBe(inode)
    expect(data(step('truncate', 'missing'))).toBeNull()
  })
})
