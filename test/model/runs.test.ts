import { expect, test } from 'vitest'
import { attributing, describeContent, type Content } from '../../harness/model/content.ts'
import { runsOf, type Owned } from '../../harness/model/runs.ts'

const owned: readonly Owned[] = [
  { bytes: 3, writer: 2, call: 1 },
  { bytes: 2 },
  { bytes: 4, writer: 1, call: 2 },
]
const bytes = Buffer.from('abc\0\0wxyz')

test('each run says what stands there', () => {
  expect(runsOf(bytes, owned)?.map(({ text }) => text)).toEqual(['abc', '\0\0', 'wxyz'])
  const long = runsOf(Buffer.from(`${'é'.repeat(300)}-${'z'.repeat(300)}`), [{ bytes: 901 }])
  expect(long).toEqual([{ bytes: 901, text: `${'é'.repeat(200)} … ${'z'.repeat(200)}` }])
})

test('what does not fit the bytes, or is mixed too finely, is not told', () => {
  expect(runsOf(bytes.subarray(1), owned)).toBeNull()
  const fine = Array.from({ length: 65 }, (_, index) => ({ bytes: 1, writer: 1 + (index % 2), call: 1 }))
  expect(runsOf(Buffer.alloc(65), fine)).toBeNull()
  expect(runsOf(Buffer.alloc(64), fine.slice(1))).toHaveLength(64)
})

const workload = { writers: [], readers: 0 }
const tell = (content: Content, ownedIn: readonly Owned[] | null) =>
  attributing(
    () => content,
    () => ownedIn,
  )('s1', bytes)

test('a torn file is told by whose bytes it holds, and where that is not known by its marks', () => {
  const torn: Content = { kind: 'unreadable', bytes: 9, reason: 'torn', mixes: 'w7#7' }
  expect(describeContent(tell(torn, owned), workload)).toMatch(/; its bytes are of w2#1, then w1#2$/)
  expect(tell(torn, null)).toEqual(torn)
  expect(describeContent(tell(torn, null), workload)).toMatch(/; its bytes are of w7#7$/)
})

test('a whole one says what it says, in whatever format', () => {
  const complete: Content = { kind: 'complete', bytes: 9, writer: 1, call: 1 }
  expect(tell(complete, owned)).toEqual({ ...complete, text: bytes.toString() })
})
