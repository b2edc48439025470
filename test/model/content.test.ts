import { expect, test } from 'vitest'
import { classifier, describeContent } from '../../harness/model/content.ts'
import { documentOf } from '../../harness/model/document.ts'
import { fileLabel } from '../../harness/model/file-label.ts'
import type { Workload } from '../../harness/model/workload.ts'

const plan = { operation: 'write', session: 's1', payloadBytes: 40, awaited: true }
const workload: Workload = { writers: [[plan], [plan, { ...plan, session: 's2' }]], readers: 0 }
const text = (writer: number, call: number, session = 's1') =>
  JSON.stringify(documentOf({ writer, call }, { ...plan, session }))
const exact = classifier(workload, { byteExact: true })
const parsed = classifier(workload, { byteExact: false })

test('recognises the complete output of each call', () => {
  expect(exact('s1', Buffer.from(text(1, 1)))).toMatchObject({ kind: 'complete', writer: 1, call: 1 })
  expect(exact('s1', Buffer.from(text(2, 1)))).toMatchObject({ kind: 'complete', writer: 2, call: 1 })
  expect(exact('s1', null)).toEqual({ kind: 'missing' })
})

test('tells an empty file, a torn one and a mixed one', () => {
  const mixed = Buffer.from(text(1, 1).slice(0, 50) + text(2, 1).slice(50))
  expect(exact('s1', Buffer.alloc(0))).toMatchObject({ kind: 'unreadable', bytes: 0 })
  expect(exact('s1', Buffer.from(text(1, 1).slice(0, -1)))).toMatchObject({ kind: 'unreadable' })
  expect(exact('s1', mixed)).toMatchObject({ kind: 'foreign', mixes: 'w1#1, then w2#1' })
})

test("another session's output is foreign", () => {
  expect(exact('s1', Buffer.from(text(2, 2, 's2')))).toMatchObject({ kind: 'foreign' })
})

test('bytes count for a file writer, and the document for a target with a format of its own', () => {
  const spaced = Buffer.from(` ${text(1, 1)}\n`)
  expect(exact('s1', spaced)).toMatchObject({ kind: 'foreign' })
  expect(parsed('s1', spaced)).toMatchObject({ kind: 'complete', writer: 1 })
})

test('a document in another format is told from one that no call was given', () => {
  const content = exact('s1', Buffer.from(` ${text(2, 1)}\n`))
  expect(content).toMatchObject({ kind: 'foreign', says: { writer: 2, call: 1 } })
  expect(describeContent(content, workload)).toMatch(/ bytes that say what w2 write#1 was given, but are not/)
  const altered = JSON.stringify({ ...documentOf({ writer: 2, call: 1 }, plan), payload: '' })
  expect(exact('s1', Buffer.from(altered))).not.toHaveProperty('says')
})

test('a document is compared as JSON, whatever made it', () => {
  const read = (bytes: Uint8Array) =>
    Object.assign(Object.create(null) as object, JSON.parse(Buffer.from(bytes).toString()), {
      absent: undefined,
    })
  const own = classifier(workload, { byteExact: false, read })
  expect(own('s1', Buffer.from(text(1, 1)))).toMatchObject({ kind: 'complete', writer: 1 })
  expect(classifier(workload, { byteExact: false, read: () => 1n })('s1', Buffer.from('?'))).toMatchObject({
    kind: 'foreign',
  })
})

test("a target's own read is asked even where the bytes would do", () => {
  const read = () => {
    throw new Error('no newline at the end')
  }
  const content = classifier(workload, { byteExact: false, read })('s1', Buffer.from(text(1, 1)))
  expect(describeContent(content, workload)).toMatch(/cannot be read \(no newline at the end\)/)
})

test('a document has exactly the bytes that were planned for its payload', () => {
  for (const payloadBytes of [0, 1, 7, 4096]) {
    const { payload } = documentOf({ writer: 12, call: 3 }, { session: 's1', payloadBytes })
    expect(Buffer.byteLength(payload)).toBe(payloadBytes)
  }
})

test('of a file that sessions share, read gives the part of one, or says that there is none', () => {
  const read = (bytes: Uint8Array, session: string) =>
    (JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>)[session]
  const shared = classifier(workload, { byteExact: false, read })
  const file = Buffer.from(`{"s1":${text(1, 1)}}`)
  expect(shared('s1', file)).toMatchObject({ kind: 'complete', writer: 1, call: 1 })
  const nothing = { kind: 'missing', exists: true } as const
  expect(shared('s2', file)).toEqual(nothing)
  expect(describeContent(nothing, workload)).toBe('nothing of this session')
  expect(describeContent({ kind: 'missing' }, workload)).toBe('no file')
  expect(shared('s1', file.subarray(1))).toMatchObject({ kind: 'unreadable' })
})

test('a session whose file others share is named with it', () => {
  const files = { s1: 'all.json', s2: 'all.json', s3: 's3.json' }
  expect(['s1', 's3', 's4'].map((session) => fileLabel(files, session))).toEqual([
    's1 in all.json',
    's3.json',
    's4',
  ])
})
