import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentOf } from '../../harness/model/document.ts'
import { runsOf, textOf } from '../../harness/model/runs.ts'
import type { Workload } from '../../harness/model/workload.ts'

const planOf = (payloadBytes: number) => ({
  operation: 'save',
  session: 's1',
  payloadBytes,
  awaited: true,
})
const workload: Workload = { writers: [[planOf(40), planOf(12)], [planOf(70)]], readers: 0 }
const outputOf = (writer: number, call: number) => {
  const plan = workload.writers[writer - 1]?.[call - 1]
  if (!plan) throw new Error(`expected a plan of w${writer}#${call}`)
  return Buffer.from(JSON.stringify(documentOf({ writer, call }, plan)))
}
const runs = (...parts: Uint8Array[]) => runsOf('s1', Buffer.concat(parts), workload)

test('what one call has overwritten of another', () => {
  const [over, under] = [outputOf(1, 1), outputOf(2, 1)]
  expect(runs(over, under.subarray(over.length))).toEqual([
    { bytes: over.length, writer: 1, call: 1, at: 0 },
    { bytes: under.length - over.length, writer: 2, call: 1, at: over.length },
  ])
})

test('what one call has appended to another, cut short', () => {
  const [first, second] = [outputOf(2, 1), outputOf(1, 2)]
  expect(runs(first, second.subarray(0, 30))).toEqual([
    { bytes: first.length, writer: 2, call: 1, at: 0 },
    { bytes: 30, writer: 1, call: 2, at: 0 },
  ])
})

test('a hole is of nobody', () => {
  const tail = outputOf(1, 1).subarray(50)
  expect(runs(Buffer.alloc(50), tail)).toEqual([
    { bytes: 50 },
    { bytes: tail.length, writer: 1, call: 1, at: 50 },
  ])
})

test('a payload is known in another format as well', () => {
  const yaml = Buffer.from(`payload: ${documentOf({ writer: 2, call: 1 }, planOf(70)).payload}\n`)
  const [head, body] = runsOf('s1', yaml, workload)
  expect(head).toEqual({ bytes: 9 })
  expect(body).toMatchObject({ bytes: 70, writer: 2, call: 1 })
})

test('another session, or more than a picture can show, is of nobody', () => {
  const bytes = outputOf(1, 1)
  expect(runsOf('s2', bytes, workload)).toEqual([{ bytes: bytes.length }])
  expect(runsOf('s1', Buffer.alloc(300_000, bytes), workload)).toEqual([{ bytes: 300_000 }])
})

test('runs cover every byte once, in order, and are what they say', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 9 }),
    fc
      .tuple(fc.constantFrom(outputOf(1, 1), outputOf(1, 2), outputOf(2, 1)), fc.nat(160), fc.nat(160))
      .map(([output, from, to]) => output.subarray(from, to)),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const bytes = Buffer.concat(pieces)
      let position = 0
      for (const run of runsOf('s1', bytes, workload)) {
        const text = textOf(run, workload)
        const actual = bytes.toString('utf8', position, position + run.bytes)
        if ('at' in run) expect(text).toBe(actual)
        else expect(text).toBeNull()
        position += run.bytes
      }
      expect(position).toBe(bytes.length)
    }),
    { seed: 1 },
  )
})
