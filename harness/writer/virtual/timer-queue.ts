import type { AsyncResource } from 'node:async_hooks'
import { errnoError } from '../fs/errors.ts'
import type { Gate, Posted } from '../gate.ts'

/** A timer, as its queue sees it. */
export interface QueuedTimer {
  readonly delay: number
  readonly repeats: boolean
  /** The asynchronous context that made it. */
  readonly context: AsyncResource
  readonly isRef: boolean
  /** Where in the target's code it was made. */
  readonly source: string | undefined
  dueMillis: number
  fire(): void
}

interface Announced {
  readonly timer: QueuedTimer
  readonly dueMillis: number
  readonly unref: boolean
  posted: Posted | null
  performed: boolean
}

/**
 * The timers of this writer, in the order they are due, and those due together in the order they were started.
 *
 * Invariant: the earliest timer alone is posted at the gate, so that the timers of one writer cannot fire out of order;
 * its step says `unref` where no timer of the queue keeps the execution alive.
 */
export class TimerQueue {
  readonly #gate: Gate
  readonly #now: () => number
  readonly #byId = new Map<number, QueuedTimer>()
  #waiting: QueuedTimer[] = []
  #announced: Announced | null = null

  constructor(gate: Gate, now: () => number) {
    this.#gate = gate
    this.#now = now
  }

  /** Where in the target's code the caller was called from. */
  whence(): string | undefined {
    return this.#gate.whence?.()
  }

  start(timer: QueuedTimer): void {
    this.#remove(timer)
    timer.dueMillis = this.#now() + timer.delay
    const index = this.#waiting.findIndex((other) => other.dueMillis > timer.dueMillis)
    this.#waiting.splice(index === -1 ? this.#waiting.length : index, 0, timer)
    this.update()
  }

  stop(timer: QueuedTimer): void {
    this.#remove(timer)
    this.update()
  }

  /** A timer may be cleared by its number, once somebody has asked for that. */
  remember(id: number, timer: QueuedTimer): void {
    this.#byId.set(id, timer)
  }

  find(id: number): QueuedTimer | undefined {
    return this.#byId.get(id)
  }

  reset(): void {
    this.#waiting = []
    this.#byId.clear()
    this.update()
    this.#announced = null
  }

  /** Has the gate hold the step that the invariant asks for. One that was performed stays until its turn has come. */
  update(): void {
    const before = this.#announced
    if (before?.performed) return
    const first = this.#waiting[0]
    const unref = !this.#waiting.some((timer) => timer.isRef)
    if (before && before.timer === first && before.dueMillis === first.dueMillis && before.unref === unref)
      return
    before?.posted?.cancel()
    this.#announced = first ? this.#announce(first, unref) : null
  }

  #announce(timer: QueuedTimer, unref: boolean): Announced {
    const { dueMillis } = timer
    const announced: Announced = { timer, dueMillis, unref, posted: null, performed: false }
    const request = {
      step: { op: 'timer', dueMillis, ...(unref && { unref }), sync: false } as const,
      perform: () => {
        announced.performed = true
      },
      fail: (code: string) => errnoError(code, 'timer'),
      source: timer.source,
    }
    announced.posted = timer.context.runInAsyncScope(() =>
      this.#gate.post(request, () => this.#fire(announced)),
    )
    return announced
  }

  #fire(announced: Announced): void {
    if (this.#announced !== announced) return
    this.#announced = null
    const { timer, dueMillis } = announced
    const isWaiting = this.#waiting.includes(timer) && timer.dueMillis === dueMillis
    if (isWaiting) this.#remove(timer)
    try {
      if (isWaiting) this.#run(timer)
    } finally {
      this.update()
    }
  }

  #run(timer: QueuedTimer): void {
    // An interval is waiting again before its callback runs, which may clear it.
    if (timer.repeats) this.start(timer)
    timer.fire()
  }

  #remove(timer: QueuedTimer): void {
    const index = this.#waiting.indexOf(timer)
    if (index !== -1) this.#waiting.splice(index, 1)
  }
}
