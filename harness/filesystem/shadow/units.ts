import type { FileOperation } from '../../model/step.ts'
import { unknownNanos, type Nanos } from '../inode.ts'
import type { Results } from '../results.ts'

let spare = new Uint8Array(0)

/** So many bytes of nothing. */
export function zeros(bytes: number): Uint8Array {
  if (spare.length < bytes) spare = new Uint8Array(bytes)
  return spare.subarray(0, bytes)
}

export function nanosOf(millis: number): Nanos {
  return BigInt(Math.floor(millis)) * 1_000_000n
}

export function millisOf(nanos: Nanos): number | undefined {
  return nanos === unknownNanos ? undefined : Number(nanos / 1_000_000n)
}

export function bytesOf(result: Results[FileOperation]): number | undefined {
  if ('bytes' in result) return result.bytes
  return 'data' in result ? result.data.length : undefined
}
