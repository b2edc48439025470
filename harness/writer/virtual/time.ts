import { performance } from 'node:perf_hooks'
import { disguise } from '../fs/faces/disguise.ts'
import type { Clock } from './clock.ts'
import type { Patches } from './patches.ts'

const NANOS = 1_000_000_000
/** Real monotonic clocks do not begin with the process either. */
const BOOTED_SECONDS = 1_000_000

/** Makes every clock of JavaScript's and Node's show virtual time. */
export function patchTime(patches: Patches, clock: Clock): void {
  patches.replace(
    Date,
    'now',
    disguise((): number => clock.millis(), Reflect.get(Date, 'now')),
  )
  patches.replace(globalThis, 'Date', virtualDate(Date, clock))
  // `new date.constructor()` must not lead around the virtual Date.
  patches.replace(Date.prototype, 'constructor', Date)
  patches.replace(performance, 'now', function now(): number {
    return clock.nanos() / 1_000_000
  })
  patches.define(performance, 'timeOrigin', { get: () => clock.startMillis, enumerable: true })
  patches.replace(process, 'uptime', function uptime(): number {
    return clock.nanos() / NANOS
  })
  patches.replace(process, 'hrtime', virtualHrtime(process.hrtime, clock))
}

function virtualDate(RealDate: DateConstructor, clock: Clock): DateConstructor {
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock.millis()] : args, newTarget) as object,
    apply: () => new RealDate(clock.millis()).toString(),
  })
}

/** https://nodejs.org/api/process.html#processhrtimetime */
function virtualHrtime(original: NodeJS.HRTime, clock: Clock): NodeJS.HRTime {
  function hrtime(earlier?: [number, number]): [number, number] {
    if (earlier !== undefined) original(earlier)
    const nanos = clock.nanos()
    const seconds = BOOTED_SECONDS + Math.floor(nanos / NANOS)
    if (earlier === undefined) return [seconds, nanos % NANOS]
    const difference = (seconds - earlier[0]) * NANOS + (nanos % NANOS) - earlier[1]
    return [Math.floor(difference / NANOS), ((difference % NANOS) + NANOS) % NANOS]
  }
  disguise(hrtime, original)
  function bigint(): bigint {
    return BigInt(BOOTED_SECONDS) * BigInt(NANOS) + BigInt(clock.nanos())
  }
  return Object.assign(hrtime, { bigint: disguise(bigint, Reflect.get(original, 'bigint')) })
}
