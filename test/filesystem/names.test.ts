import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesIn, bytesOf, isLonger, nameFrom } from '../../harness/filesystem/names.ts'

const nearlyUtf8 = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
      fc.uint8Array(),
    ),
  )
  .map((parts) => Buffer.concat(parts))

test('a name keeps its bytes, whatever they are, and no two names become one', () => {
  fc.assert(
    fc.property(nearlyUtf8, nearlyUtf8, (one, other) => {
      const name = nameFrom(one)
      expect(bytesOf(name)).toEqual(one)
      expect(bytesIn(name)).toBe(one.length)
      expect([isLonger(name, one.length - 1), isLonger(name, one.length)]).toEqual([true, false])
      if (isUtf8(one)) expect(name).toBe(one.toString())
      expect(name === nameFrom(other)).toBe(one.equals(other))
    }),
  )
})

test('what cannot be UTF-8 is told byte by byte', () => {
  expect(nameFrom(Buffer.from([0x61, 0xff, 0xc3, 0xa9, 0xc3]))).toBe('a\udcffé\udcc3')
  // A surrogate in UTF-8 is no character.
  expect(nameFrom(Buffer.from([0xed, 0xb2, 0x80]))).toBe('\udced\udcb2\udc80')
})
