import path from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileNameOf, sessionOfFileName } from '../../src/index.ts'
import { isSessionFileName } from '../../src/session-name.ts'

const awkward = [
  [
    '',
    '.',
    '..',
    '../x',
    '/etc/passwd',
    'C:\\x',
    'C:x',
    '\\\\host\\share',
    'a/b',
    'a\\b',
    '\0',
    'a\0b',
    '\n',
  ],
  [
    'a.b',
    'a_b',
    'A',
    'a',
    'I',
    'i',
    'ı',
    'K',
    'ſ',
    'é',
    'e\u0301',
    'É',
    '\uD800',
    '\uDC00',
    '\uDC00\uD800',
    '😀',
  ],
  ['CON', 'con', 'nul', 'NUL.txt', 'aux', 'prn', 'com1', 'COM¹', 'lpt9', 'x.', 'x ', ' x', '-rf', '%', '%%'],
  ['%41', '%h', '%u0041', '~', '$HOME', '*', '?', 'a:b', '"', '<>|', '__proto__'],
  ['x'.repeat(10_000), 'é'.repeat(10_000)],
].flat()
const folded = (id: string) => fileNameOf(id).toUpperCase().normalize('NFKD')
const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
const sessionId = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit, maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom('a', 'A', 'b', '%', '4', '1', '.', '_', '-', 'h', 'u', '0', 'é'),
    maxLength: 200,
  }),
  fc.constantFrom(...awkward),
)

const reservedOnWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

describe('the file name of a session', () => {
  test('gives the session back, or nothing where it is too long to be in it', () => {
    let hashed = 0
    fc.assert(
      fc.property(sessionId, (id) => {
        const name = fileNameOf(id)
        const back = sessionOfFileName(name)
        if (back === undefined) hashed += 1
        expect(back).toBe(name.includes('%h') ? undefined : id)
        if (id.length <= 20) expect(back).toBe(id)
        expect(isSessionFileName(name)).toBe(true)
      }),
      { numRuns: 2000, examples: awkward.map((id) => [id]) },
    )
    expect(hashed).toBeGreaterThan(0)
  })

  test('is one that every file system takes, in the directory', () => {
    fc.assert(
      fc.property(sessionId, (id) => {
        const name = fileNameOf(id)
        expect(name).toMatch(/^[a-z0-9_%][a-z0-9_%-]*\.trace\.json$/)
        expect(name.length).toBeLessThanOrEqual(160)
        expect(name).not.toMatch(reservedOnWindows)
        expect(path.dirname(path.join('/traces', name))).toBe('/traces')
        expect(path.win32.dirname(path.win32.join('C:\\traces', name))).toBe('C:\\traces')
      }),
      { numRuns: 2000, examples: awkward.map((id) => [id]) },
    )
  })

  test('differs for different sessions, whatever the file system folds', () => {
    fc.assert(
      fc.property(sessionId, sessionId, (one, other) => {
        if (one !== other) expect(folded(one)).not.toBe(folded(other))
      }),
      { numRuns: 2000 },
    )
    expect(new Set(awkward.map(folded)).size).toBe(awkward.length)
  })

  test('differs where two long sessions differ in their last character alone', () => {
    expect(fileNameOf(`${'x'.repeat(10_000)}a`)).not.toBe(fileNameOf(`${'x'.repeat(10_000)}b`))
  })
})

test('a name that no session has is no session’s', () => {
  const foreign = [
    'package.json',
    'A.trace.json',
    '%4a%.trace.json',
    '%61.trace.json',
    '.trace.json',
    'nul.trace.json',
  ]
  for (const name of [
    ...foreign,
    '-a.trace.json',
    'a.trace.json.bak',
    '%u0041.trace.json',
    `%h${'0'.repeat(64)}`,
  ]) {
    expect(isSessionFileName(name), name).toBe(false)
    expect(sessionOfFileName(name), name).toBeUndefined()
  }
})
