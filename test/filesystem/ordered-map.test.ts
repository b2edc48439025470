import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOf, bytesAt, noBytes, truncated, withBytes } from '../../harness/filesystem/bytes.ts'
import {
  entriesOf,
  sizeOf,
  valueAt,
  withEntry,
  withoutEntry,
  type OrderedMap,
} from '../../harness/filesystem/ordered-map.ts'

const change = fc.record({ key: fc.integer({ min: 0, max: 60 }), value: fc.option(fc.nat()) })

test('an ordered map has what a Map has, in order, and is balanced', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200, size: 'max' }), (changes) => {
      const plain = new Map<number, number>()
      let map: OrderedMap<number, number> = null
      for (const { key, value } of changes) {
        map = value === null ? withoutEntry(map, key) : withEntry(map, key, value)
        if (value === null) plain.delete(key)
        else plain.set(key, value)
        expect(valueAt(map, key)).toBe(plain.get(key))
      }
      expect([...entriesOf(map)]).toEqual([...plain].toSorted(([one], [other]) => one - other))
      expect(sizeOf(map)).toBe(plain.size)
      expect(map?.height ?? 0).toBeLessThanOrEqual(1.45 * Math.log2(plain.size + 2))
    }),
    { numRuns: 100, seed: 1 },
  )
})

const edit = fc.record({
  position: fc.oneof(fc.nat(50), fc.constantFrom(4090, 4096, 8191, 12_288)),
  bytes: fc.option(fc.uint8Array({ maxLength: 40 })),
})

test('bytes by pages are what a buffer has', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      let plain = Buffer.alloc(0)
      let paged = noBytes
      for (const { position, bytes } of edits) {
        const length =
          bytes === null ? position : Math.max(plain.length, bytes.length && position + bytes.length)
        const next = Buffer.alloc(length)
        plain.copy(next)
        if (bytes) next.set(bytes, bytes.length && position)
        plain = next
        paged = bytes === null ? truncated(paged, position) : withBytes(paged, position, bytes)
        expect(paged.size).toBe(plain.length)
        expect(plain.equals(bytesAt(paged, 0, 20_000))).toBe(true)
        expect(plain.subarray(4000, 4200).equals(bytesAt(paged, 4000, 200))).toBe(true)
      }
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('a write far beyond the end takes the pages that it touches', () => {
  const sparse = withBytes(noBytes, 2 ** 40, Uint8Array.of(1))
  expect(sparse.size).toBe(2 ** 40 + 1)
  expect(blocksOf(sparse)).toBe(8)
})
