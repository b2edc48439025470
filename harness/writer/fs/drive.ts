import { AsyncResource } from 'node:async_hooks'
import type { Gate, StepRequest } from '../gate.ts'
import type { Awaiting, Draft, Plan } from './plan.ts'

export type Settle<T> = (error: unknown, value?: T) => void

/** Runs a plan to its end while the caller's thread is blocked. */
export function runSync<T>(plan: Plan<T>, gate: Gate): T {
  let next = plan.next()
  while (!next.done) {
    const draft = next.value as Draft
    const request: StepRequest = {
      step: { ...draft.step, sync: true },
      perform: draft.perform,
      fail: draft.fail,
    }
    let value: unknown
    try {
      value = gate.block(request)
    } catch (error) {
      next = plan.throw(error)
      continue
    }
    next = plan.next(value)
  }
  return next.value
}

/**
 * Runs a plan by posting one step after the other. The first step is posted before this returns, as Node starts an
 * operation; `settle` never runs before this returns. All of it runs in the asynchronous context of the caller.
 */
export function runAsync<T>(plan: Plan<T>, gate: Gate, settle: Settle<T>): void {
  const context = new AsyncResource('ONEWRITER', { requireManualDestroy: true })
  // Only the first step is posted with the caller's code on the stack.
  const source = gate.whence?.()
  let started = false

  const finish: Settle<T> = (error, value) => {
    if (started) settle(error, value)
    else process.nextTick(settle, error, value)
  }
  const advance = (error: unknown, value?: unknown): void => {
    let next: IteratorResult<Draft | Awaiting, T>
    try {
      next = error === null ? plan.next(value) : plan.throw(error)
    } catch (thrown) {
      finish(thrown)
      return
    }
    if (next.done) finish(null, next.value)
    else if ('awaiting' in next.value) {
      relay(next.value.awaiting, advance)
    } else {
      const { step, perform, fail } = next.value
      const request: StepRequest = {
        step: { ...step, sync: false },
        perform: (fault) => quietly(perform, fault),
        fail,
        source,
      }
      gate.post(request, (thrown, result) => context.runInAsyncScope(advance, undefined, thrown, result))
    }
  }
  advance(null)
  started = true
}

function relay(awaited: PromiseLike<unknown>, advance: (error: unknown, value?: unknown) => void): void {
  awaited.then(
    (value) => advance(null, value),
    (error) => advance(error),
  )
}

/** Node's asynchronous errors carry no stack frames, and collecting them costs more than the system call. */
function quietly<T>(perform: Draft<T>['perform'], fault: Parameters<Draft['perform']>[0]): T {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return perform(fault)
  } finally {
    Error.stackTraceLimit = limit
  }
}
