import { AsyncResource } from 'node:async_hooks'
import type { QueuedTimer, TimerQueue } from './timer-queue.ts'

/** As Node: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const MOST_DELAY = 2 ** 31 - 1

let lastId = 0

/** What `setTimeout` and `setInterval` give. https://nodejs.org/api/timers.html#class-timeout */
export class Timeout implements QueuedTimer {
  readonly #queue: TimerQueue
  readonly #callback: () => void
  readonly #id: number
  readonly context = new AsyncResource('Timeout', { requireManualDestroy: true })
  readonly delay: number
  readonly repeats: boolean
  readonly source: string | undefined
  dueMillis = 0
  isRef = true

  constructor(queue: TimerQueue, callback: () => void, delay: number, repeats: boolean) {
    lastId += 1
    this.#id = lastId
    this.#queue = queue
    this.#callback = callback
    this.delay = delay
    this.repeats = repeats
    this.source = queue.whence()
  }

  ref(): this {
    this.isRef = true
    this.#queue.update()
    return this
  }

  unref(): this {
    this.isRef = false
    this.#queue.update()
    return this
  }

  hasRef(): boolean {
    return this.isRef
  }

  refresh(): this {
    this.#queue.start(this)
    return this
  }

  close(): this {
    this.#queue.stop(this)
    return this
  }

  [Symbol.dispose](): void {
    this.#queue.stop(this)
  }

  [Symbol.toPrimitive](): number {
    this.#queue.remember(this.#id, this)
    return this.#id
  }

  /** Runs the callback in the asynchronous context that made the timer. */
  fire(): void {
    this.context.runInAsyncScope(this.#callback)
  }
}

export function wholeDelay(delay: unknown): number {
  const millis = Number(delay)
  return millis >= 1 && millis <= MOST_DELAY ? Math.trunc(millis) : 1
}
