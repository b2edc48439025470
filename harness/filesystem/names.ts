import { isUtf8 } from 'node:buffer'

/**
 * A name as text. Names are bytes to the kernel: each byte that is no part of UTF-8 becomes a lone surrogate, as Python has
 * it. https://peps.python.org/pep-0383/
 */
export function nameFrom(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let name = ''
  for (let at = 0; at < bytes.length;) {
    const size = sizes.find((each) => isOneCharacter(bytes.subarray(at, at + each), each))
    name += size === undefined ? escaped(bytes[at] ?? 0) : bytes.toString('utf8', at, at + size)
    at += size ?? 1
  }
  return name
}

/** The bytes that a name was made from. */
export function bytesOf(name: string): Buffer {
  if (!hasEscapes(name)) return Buffer.from(name)
  return Buffer.concat(
    Array.from(name, (character) => {
      const code = character.codePointAt(0) ?? 0
      return isEscaped(code) ? Buffer.of(code - firstEscape) : Buffer.from(character)
    }),
  )
}

/** How many bytes it has. */
export function bytesIn(name: string): number {
  return hasEscapes(name) ? bytesOf(name).length : Buffer.byteLength(name)
}

/** Whether it has more bytes than that. It has at most as many as its text, which is quickly told. */
export function isLonger(name: string, bytes: number): boolean {
  return Buffer.byteLength(name) > bytes && bytesIn(name) > bytes
}

function hasEscapes(name: string): boolean {
  return /[\udc80-\udcff]/.test(name)
}

const sizes = [1, 2, 3, 4]
const firstEscape = 0xdc00

function isOneCharacter(bytes: Buffer, size: number): boolean {
  return bytes.length === size && isUtf8(bytes)
}

function escaped(byte: number): string {
  return String.fromCharCode(firstEscape + byte)
}

function isEscaped(code: number): boolean {
  return code >= firstEscape + 0x80 && code <= firstEscape + 0xff
}
