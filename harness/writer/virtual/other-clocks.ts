import { performance, PerformanceMark } from 'node:perf_hooks'
import buffer from 'node:buffer'
import { disguise } from '../fs/faces/disguise.ts'
import type { Clock } from './clock.ts'
import type { Patches } from './patches.ts'

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown
type Format = (date?: unknown) => unknown
type Bag = Readonly<Record<string, unknown>>

/** Makes what asks the time without asking `Date` or `performance.now` show virtual time. */
export function patchOtherClocks(patches: Patches, clock: Clock): void {
  const sinceStart = () => clock.nanos() / 1_000_000
  patchIntl(patches, clock)
  patchMarks(patches, sinceStart)
  patchEvents(patches, sinceStart)
  patchFiles(patches, clock)
  patchTemporal(patches, clock)
}

/** Without a date they take the present one (ECMA-402, Intl.DateTimeFormat.prototype.format). */
function patchIntl(patches: Patches, clock: Clock): void {
  const { prototype } = Intl.DateTimeFormat
  const property = Object.getOwnPropertyDescriptor(prototype, 'format')
  const bound = new WeakMap<Format, Format>()
  patches.define(prototype, 'format', {
    ...property,
    get(this: unknown) {
      const original = property?.get?.call(this) as Format
      const face = bound.get(original) ?? ((date) => original(date === undefined ? clock.millis() : date))
      bound.set(original, face)
      return face
    },
  })
  const formatToParts = Reflect.get(prototype, 'formatToParts') as AnyFunction
  const parts: AnyFunction = function (date) {
    return Reflect.apply(formatToParts, this, [date === undefined ? clock.millis() : date])
  }
  patches.replace(prototype, 'formatToParts', disguise(parts, formatToParts))
}

/** https://nodejs.org/api/perf_hooks.html#performancemarkname-options */
function patchMarks(patches: Patches, now: () => number): void {
  const { mark, measure } = performance as unknown as { mark: AnyFunction; measure: AnyFunction }
  const started = (options: unknown) =>
    options === undefined || options === null || (isBag(options) && options['startTime'] === undefined)
      ? { ...(options as Bag | undefined), startTime: now() }
      : options
  patches.replace(
    performance,
    'mark',
    disguise(function (this: unknown, name: unknown, options?: unknown) {
      return Reflect.apply(mark, this, [name, started(options)])
    }, mark),
  )
  patches.replace(
    performance,
    'measure',
    disguise(function (this: unknown, name: unknown, from?: unknown, to?: unknown) {
      const isOpen = isBag(from)
        ? from['end'] === undefined && (from['duration'] === undefined || from['start'] === undefined)
        : to === undefined
      if (!isOpen) return Reflect.apply(measure, this, [name, from, to])
      return Reflect.apply(measure, this, [
        name,
        isBag(from) ? { ...from, end: now() } : { start: from ?? 0, end: now() },
      ])
    }, measure),
  )
  const marks = new Proxy(PerformanceMark, {
    construct: (target, [name, options], newTarget) =>
      Reflect.construct(target, [name, started(options)], newTarget) as object,
  })
  patches.replace(globalThis, 'PerformanceMark', marks)
}

/** The first look tells when it was made. */
function patchEvents(patches: Patches, now: () => number): void {
  const property = Object.getOwnPropertyDescriptor(Event.prototype, 'timeStamp')
  const shown = new WeakMap<object, number>()
  patches.define(Event.prototype, 'timeStamp', {
    ...property,
    get(this: object) {
      property?.get?.call(this)
      const time = shown.get(this) ?? now()
      shown.set(this, time)
      return time
    },
  })
}

/** https://nodejs.org/api/buffer.html#new-bufferfilesources-filename-options */
function patchFiles(patches: Patches, clock: Clock): void {
  const { File } = buffer as unknown as { File?: abstract new (...args: unknown[]) => object }
  if (!File) return
  const files = new Proxy(File, {
    construct(target, [sources, name, options, ...rest], newTarget) {
      const isDated = isBag(options) && options['lastModified'] !== undefined
      const dated = isDated ? options : { ...(options as Bag | undefined), lastModified: clock.millis() }
      const isMissing = options === undefined || isBag(options)
      return Reflect.construct(
        target,
        [sources, name, isMissing ? dated : options, ...rest],
        newTarget,
      ) as object
    },
  })
  patches.replace(buffer, 'File', files)
  if ('File' in globalThis) patches.replace(globalThis, 'File', files)
}

interface Instant {
  toZonedDateTimeISO(zone: unknown): Record<string, () => unknown>
}

/** https://tc39.es/proposal-temporal/#sec-temporal-now-object, where this Node has it. */
function patchTemporal(patches: Patches, clock: Clock): void {
  const { Temporal } = globalThis as { Temporal?: { Now: Record<string, AnyFunction>; Instant: object } }
  if (!Temporal) return
  const { Now } = Temporal
  const zoneOf = Now['timeZoneId'] as AnyFunction
  const from = Reflect.get(Temporal.Instant, 'fromEpochMilliseconds') as (millis: number) => Instant
  const instant = (): Instant => Reflect.apply(from, Temporal.Instant, [clock.millis()])
  const zoned = (zone: unknown = Reflect.apply(zoneOf, Now, [])) => instant().toZonedDateTimeISO(zone)
  const faces: Record<string, AnyFunction> = {
    instant,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone) => zoned(zone)['toPlainDateTime']?.(),
    plainDateISO: (zone) => zoned(zone)['toPlainDate']?.(),
    plainTimeISO: (zone) => zoned(zone)['toPlainTime']?.(),
  }
  for (const [name, face] of Object.entries(faces)) {
    const original = Now[name]
    if (original) patches.replace(Now, name, disguise(face, original))
  }
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null
}
