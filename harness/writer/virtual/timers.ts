import timers from 'node:timers'
import { promisify } from 'node:util'
import { disguise } from '../fs/faces/disguise.ts'
import type { Patches } from './patches.ts'
import { patchTimerPromises } from './timer-promises.ts'
import type { TimerQueue } from './timer-queue.ts'
import { Timeout, wholeDelay } from './timeout.ts'

type Start = (callback: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => unknown

type AbortAfter = (delay: number) => AbortSignal

/** Makes timers steps. Immediates stay as they are: they are how the event loop turns. */
export function patchTimers(patches: Patches, queue: TimerQueue): void {
  const everywhere = (name: string, value: unknown): void => {
    patches.replace(globalThis, name, value)
    patches.replace(timers, name, value)
  }
  const promises = patchTimerPromises(patches, queue)
  const custom = { [promisify.custom]: promises.setTimeout }
  everywhere('setTimeout', startFace(queue, timers.setTimeout, false, custom))
  everywhere('setInterval', startFace(queue, timers.setInterval, true, {}))
  everywhere('clearTimeout', clearFace(queue, timers.clearTimeout))
  everywhere('clearInterval', clearFace(queue, timers.clearInterval))
  patches.replace(AbortSignal, 'timeout', abortAfter(queue, Reflect.get(AbortSignal, 'timeout')))
}

function startFace(queue: TimerQueue, original: Start, repeats: boolean, custom: object): Start {
  const face: Start = (callback, delay, ...args) => {
    if (typeof callback !== 'function') return original(callback, delay, ...args)
    const timer = new Timeout(queue, () => callback.apply(timer, args), wholeDelay(delay), repeats)
    queue.start(timer)
    return timer
  }
  return disguise(Object.assign(face, custom), original)
}

function clearFace(queue: TimerQueue, original: (timer: never) => void): (timer: unknown) => void {
  const face = (timer: unknown): void => {
    const found = timer instanceof Timeout ? timer : queue.find(Number(timer))
    if (found) queue.stop(found)
    else original(timer as never)
  }
  return disguise(face, original)
}

/** https://nodejs.org/api/globals.html#static-method-abortsignaltimeoutdelay */
function abortAfter(queue: TimerQueue, original: AbortAfter): AbortAfter {
  function face(delay: number): AbortSignal {
    if (!Number.isSafeInteger(delay) || delay < 0) return Reflect.apply(original, AbortSignal, [delay])
    const controller = new AbortController()
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    const timer = new Timeout(queue, () => controller.abort(reason), wholeDelay(delay), false)
    timer.isRef = false
    queue.start(timer)
    return controller.signal
  }
  return disguise(face, original)
}
