import { expect, test } from 'vitest'
import { Aliases } from '../../harness/model/aliases.ts'
import { isDrawing } from '../../harness/model/lasting-names.ts'

function aliases(...files: string[]): Aliases {
  const all = new Aliases()
  all.keep(files)
  return all
}

test('a temporary name gets a number in order of first use, and keeps it', () => {
  const all = aliases('s1.json')
  expect(all.of('s1.json.1234.8f3a2b.tmp')).toBe('tmp#1')
  expect(all.of('s1.json.99.c0ffee.tmp')).toBe('tmp#2')
  expect(all.of('s1.json.1234.8f3a2b.tmp')).toBe('tmp#1')
})

test.each([
  's1.json',
  's1.json.tmp',
  's1.json.lock',
  'lock',
  'data/s1.json',
  '.new',
  'sed-script',
  'a.backup',
])('%s lasts', (name) => {
  expect(aliases('s1.json', 'data/s1.json').of(name)).toBe(name)
})

test('what is made as mkstemp(3) does is temporary, though it is letters alone', () => {
  const drawn = (name: string) => aliases('s1.json').of(name, true)
  for (const name of ['s1.json.qwerty', 's1.json.abcdefgh.tmp', '.new_qwertyui'])
    expect(drawn(name)).toBe('tmp#1')
  for (const name of ['s1.json', 's1.json.lock', 'lock']) expect(drawn(name)).toBe(name)
  expect(isDrawing({ op: 'open', flags: 'wx+' })).toBe(true)
  expect(isDrawing({ op: 'open', flags: 'wx' })).toBe(false)
  expect(isDrawing({ op: 'mkdir' })).toBe(false)
})

test.each([
  's1.json.1',
  's1.json.abcdef',
  'x-RkZqPwLmNoTu',
  '550e8400-e29b-41d4-a716-446655440000',
  's1.json.tmp.7',
  'sedLkBCdz',
  'tmpqwertyui',
  'tmpfskbshcs.tmp',
  's1.json.tmpfskbshcs',
  'tmp.QwErTyUiOp',
  'tmp_obj_QwErTy',
  'refs_yVBOew',
  's1.json.QwErTy',
])('%s does not', (name) => {
  expect(aliases('s1.json').of(name)).toBe('tmp#1')
})

test.each(['s1.data', 's12.index', 'index-of-s2', 's1/package.json', 's1.json.lock'])(
  'where what is loaded is in no file that is named, %s lasts',
  (name) => {
    expect(aliases().of(name)).toBe(name)
    expect(aliases('1.json').of('s1.data')).toBe('tmp#1')
  },
)

test.each(['s1.data.8f3a2b.tmp', 's1.4711', 's123.json', 'class1.json', 's1x.json', 's1.data.7'])(
  'even there, %s does not',
  (name) => {
    expect(aliases().of(name)).toBe('tmp#1')
  },
)

test('what is in a temporary directory moves with its alias', () => {
  const all = aliases('s1.json')
  expect(all.of('tmp-8f3a2b/s1.json')).toBe('tmp#1/s1.json')
  expect(all.of('tmp-8f3a2b/part-17')).toMatch(/^tmp#1\/tmp#\d$/)
  expect(all.of('tmp-8f3a2b')).toBe('tmp#1')
})

test('two names never share an alias', () => {
  const all = aliases('s1.json')
  const names = ['d-123456/a', 'd-123456/1', 'd-654321/1', 's1.json.7', 's1.json.8', 'd-123456/2', 'a', 'b']
  expect(new Set(names.map((name) => all.of(name))).size).toBe(names.length)
})

test('the run directory itself has a name', () => {
  expect(aliases().of('')).toBe('.')
})

test('session files and the folders that they lie in keep their names, from the first mention', () => {
  const all = new Aliases(['v2/s1/package.json', 'v2/s12/package.json', 'data-4711/s1.json'])
  for (const name of [
    'v2',
    'v2/s1',
    'v2/s1/package.json',
    'v2/s12',
    'data-4711',
    'v2/s1.lock',
    'home/s1.json',
  ])
    expect(all.of(name)).toBe(name)
  // What a library has made up beside them does not.
  for (const name of ['v2/s1.4711', 'v2/s13', 'v2/s1-8f3a2b', 'data-4711/s1.json.7'])
    expect(all.of(name)).toMatch(/\/tmp#\d$/)
})

test('a file named by a number alone makes no counter last', () => {
  const all = new Aliases(['1', '2', '17'])
  expect([all.of('17'), all.of('tmp-17'), all.of('2.tmp')]).toEqual(['17', 'tmp#1', 'tmp#2'])
})

test('machines that draw other names give the same aliases', () => {
  const seen = (one: string, two: string) => {
    const all = aliases('s1.json')
    return [one, two, one, `${two}/x`, 's1.json'].map((name) => all.of(name))
  }
  expect(seen('s1.json.4711.aa00ff', 'd-9')).toEqual(seen('s1.json.1.b', 'd-10'))
})
