import { createRequire } from 'node:module'

type Bytes = Uint8Array | BigInt64Array

/** What of the C library is asked for where a runtime has no function for it. */
interface Library {
  readonly read: (fd: number, into: Bytes, length: bigint) => bigint | number
  /** In a thread of its own. */
  readonly readLater: (fd: number, into: Bytes, length: bigint) => Promise<bigint | number>
  readonly write: (fd: number, from: Bytes, length: bigint) => bigint | number
  /** 0 where it succeeds. */
  readonly clock: (id: number, into: BigInt64Array) => number
}

interface Loaded {
  readonly symbols: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>
}

interface Deno {
  readonly dlopen: (file: string, symbols: Readonly<Record<string, object>>) => Loaded
}

interface BunFfi {
  readonly dlopen: (file: string, symbols: Readonly<Record<string, object>>) => Loaded
  readonly ptr: (bytes: Bytes) => number
}

/** Where there is glibc, and where there is musl. */
const files = ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`]

/**
 * The C library, by the means of the runtime that this is.
 *
 * @throws Error where it cannot be had: on another system than Linux
 */
export function libraryOf(runtime: 'bun' | 'deno'): Library {
  const errors: unknown[] = []
  for (const file of files) {
    try {
      return runtime === 'deno' ? inDeno(file) : inBun(file)
    } catch (error) {
      errors.push(error)
    }
  }
  throw new Error(`${runtime} is run under the harness on Linux alone, with its C library`, {
    cause: errors[0],
  })
}

function inDeno(file: string): Library {
  const { dlopen } = Reflect.get(globalThis, 'Deno') as Deno
  const transfer = { parameters: ['i32', 'buffer', 'usize'], result: 'isize' }
  const { symbols } = dlopen(file, {
    read: transfer,
    readLater: { ...transfer, name: 'read', nonblocking: true },
    write: transfer,
    clock: { name: 'clock_gettime', parameters: ['i32', 'buffer'], result: 'i32' },
  })
  return symbols as unknown as Library
}

function none(): never {
  throw new Error('Bun reads and writes by its own functions')
}

function inBun(file: string): Library {
  const { dlopen, ptr } = createRequire(import.meta.url)('bun:ffi') as BunFfi
  const { symbols } = dlopen(file, { clock_gettime: { args: ['i32', 'ptr'], returns: 'i32' } })
  return {
    read: none,
    readLater: none,
    write: none,
    clock: (id, into) => symbols['clock_gettime']?.(id, ptr(into)) as number,
  }
}
