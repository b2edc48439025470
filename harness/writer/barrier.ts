import { monotonicNanos } from './monotonic.ts'

const spinMicros = 150
const sleeper = new Int32Array(new SharedArrayBuffer(4))

/**
 * Returns at the given instant of the monotonic clock, which all processes of a machine share
 * (https://nodejs.org/api/process.html#processhrtimebigint). Sleeps, so that more processes than cores can
 * wait together, and spins only for the last moment, where a sleep would be late.
 */
export function waitUntil(startAtNanos: bigint): void {
  const remainingMillis = Number(startAtNanos - monotonicNanos()) / 1e6
  const sleepMillis = remainingMillis - spinMicros / 1000
  if (sleepMillis > 0) rest(sleepMillis * 1000)
  while (monotonicNanos() < startAtNanos);
}

/** Microseconds since the given instant. */
export function microsSince(startAtNanos: bigint): number {
  return Number(monotonicNanos() - startAtNanos) / 1000
}

/** Blocks this thread for so long, without using its core. */
export function rest(micros: number): void {
  Atomics.wait(sleeper, 0, 0, micros / 1000)
}
