import { hash } from 'node:crypto'

const hexDigits = 32

/** Stands for a text: 128 bits, so that two are never taken for one by chance. */
export function fingerprintOf(text: string): bigint {
  return BigInt(`0x${hash('sha256', text, 'hex').slice(0, hexDigits)}`)
}
