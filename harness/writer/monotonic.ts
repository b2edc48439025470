import { libraryOf } from '../protocol/library.ts'

/** `CLOCK_MONOTONIC` of Linux, which is what Node's `hrtime` reads. */
const monotonic = 1
const nanosPerSecond = 1_000_000_000n

/** Captured before the target can put a fake clock in its place. */
const { hrtime } = process

/** The clock of Bun and of Deno begins with their process: theirs is the C library's. */
function clockOf(runtime: 'bun' | 'deno'): () => bigint {
  const { clock } = libraryOf(runtime)
  const time = new BigInt64Array(2)
  return () => {
    if (clock(monotonic, time) !== 0) throw new Error('there is no monotonic clock')
    const [seconds = 0n, nanos = 0n] = time
    return seconds * nanosPerSecond + nanos
  }
}

let known: (() => bigint) | undefined

/** Nanoseconds by the monotonic clock, which all processes of a machine share, whatever runs them. */
export function monotonicNanos(): bigint {
  known ??=
    process.versions['bun'] !== undefined
      ? clockOf('bun')
      : process.versions['deno'] !== undefined
        ? clockOf('deno')
        : () => hrtime.bigint()
  return known()
}
