import { isArrayBufferView } from 'node:util/types'

/*
 * These tell whether Node would accept an argument, and give it in one form. Null or false hands the whole call to
 * Node's own function, which throws what its documentation says, before any side effect.
 */

export type Options = Readonly<Record<string, unknown>> & {
  readonly encoding?: BufferEncoding | 'buffer' | null
  readonly signal?: AbortSignal
}

export type Bytes = NodeJS.ArrayBufferView

export function isInteger(
  value: unknown,
  least = Number.MIN_SAFE_INTEGER,
  most = Number.MAX_SAFE_INTEGER,
): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
}

export function isBytes(value: unknown): value is Bytes {
  return isArrayBufferView(value)
}

export function isTime(value: unknown): value is number | string | Date {
  return (
    value instanceof Date || (typeof value !== 'object' && Number.isFinite(Number(value)) && value !== '')
  )
}

export function fileMode(value: unknown, otherwise: number): number | null {
  const mode = value ?? otherwise
  if (typeof mode === 'string') return /^[0-7]+$/.test(mode) ? Number.parseInt(mode, 8) : null
  return isInteger(mode, 0, 2 ** 32 - 1) ? mode : null
}

export function readOptions(value: unknown): Options | null {
  if (value === undefined || value === null) return {}
  if (typeof value === 'string') return isEncoding(value) ? { encoding: value } : null
  if (typeof value !== 'object') return null
  const options = value as Options
  return isEncoding(options.encoding) && isSignal(options.signal) && isFlag(options['flush']) ? options : null
}

function isEncoding(value: unknown): value is BufferEncoding | 'buffer' {
  return !value || value === 'buffer' || (typeof value === 'string' && Buffer.isEncoding(value))
}

function isSignal(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && 'aborted' in value)
}

export function isFlag(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'boolean'
}

/** Node's default where `encoding` is absent differs between functions; `buffer` always means no decoding. */
export function decoded(bytes: Buffer, encoding: Options['encoding']): Buffer | string {
  return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes
}

export function bytesOf(view: Bytes): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}
