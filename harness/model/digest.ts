import { hash } from 'node:crypto'

const digestChars = 22

/** Stands for its parts: 132 bits, so that two states are never taken for one by chance. */
export function digestOf(...parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64').slice(0, digestChars)
}

export function digestOfBytes(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64').slice(0, digestChars)
}
