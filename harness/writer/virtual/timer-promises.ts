import timersPromises from 'node:timers/promises'
import { disguise } from '../fs/faces/disguise.ts'
import { abortError } from '../fs/errors.ts'
import type { Patches } from './patches.ts'
import type { TimerQueue } from './timer-queue.ts'
import { Timeout, wholeDelay } from './timeout.ts'

interface TimerOptions {
  readonly signal?: AbortSignal
  readonly ref?: boolean
}
type Wait = (delay?: number, value?: unknown, options?: TimerOptions) => Promise<unknown>
type Scheduled = (delay?: number, options?: TimerOptions) => Promise<unknown>
type Tick = (delay?: number, value?: unknown, options?: TimerOptions) => AsyncIterable<unknown>

/** https://nodejs.org/api/timers.html#timers-promises-api */
export function patchTimerPromises(patches: Patches, queue: TimerQueue): { setTimeout: Wait } {
  const { scheduler } = timersPromises
  const original = Reflect.get(scheduler, 'wait') as Scheduled
  const setTimeout = disguise(waitFace(queue, timersPromises.setTimeout as Wait), timersPromises.setTimeout)
  const setInterval = disguise(
    tickFace(queue, timersPromises.setInterval as Tick),
    timersPromises.setInterval,
  )
  const wait: Scheduled = (delay, options) =>
    isValid(options)
      ? setTimeout(delay, undefined, options)
      : Reflect.apply(original, scheduler, [delay, options])
  patches.replace(scheduler, 'wait', disguise(wait, original))
  patches.replace(timersPromises, 'setTimeout', setTimeout)
  patches.replace(timersPromises, 'setInterval', setInterval)
  return { setTimeout }
}

function isValid(options: unknown): options is TimerOptions | undefined {
  if (options === undefined) return true
  if (typeof options !== 'object' || options === null) return false
  const { signal, ref } = options as TimerOptions
  return (
    (signal === undefined || signal instanceof AbortSignal) && (ref === undefined || typeof ref === 'boolean')
  )
}

function waitFace(queue: TimerQueue, original: Wait): Wait {
  return (delay, value, options) => {
    if (!isValid(options)) return original(delay, value, options)
    const signal = options?.signal
    if (signal?.aborted) return Promise.reject(abortError(signal))
    return new Promise((resolve, reject) => {
      const timer = new Timeout(queue, () => settle(() => resolve(value)), wholeDelay(delay), false)
      const abort = (): void => settle(() => reject(abortError(signal!)))
      const settle = (finish: () => void): void => {
        queue.stop(timer)
        signal?.removeEventListener('abort', abort)
        finish()
      }
      timer.isRef = options?.ref !== false
      signal?.addEventListener('abort', abort)
      queue.start(timer)
    })
  }
}

function tickFace(queue: TimerQueue, original: Tick): Tick {
  async function* ticks(delay: unknown, value: unknown, { signal, ref }: TimerOptions): AsyncGenerator {
    let ready = 0
    let wake: (() => void) | null = null
    const ring = (): void => wake?.()
    const count = (): void => {
      ready += 1
      ring()
    }
    const timer = new Timeout(queue, count, wholeDelay(delay), true)
    timer.isRef = ref !== false
    signal?.addEventListener('abort', ring)
    if (!signal?.aborted) queue.start(timer)
    try {
      for (;;) {
        for (; ready > 0; ready -= 1) yield value
        if (signal?.aborted) throw abortError(signal)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      queue.stop(timer)
      signal?.removeEventListener('abort', ring)
    }
  }
  return (delay, value, options) =>
    isValid(options) ? ticks(delay, value, options ?? {}) : original(delay, value, options)
}
