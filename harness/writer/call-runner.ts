import { documentOf } from '../model/document.ts'
import { messageOf } from '../model/errors.ts'
import type { CallRecord } from '../model/record.ts'
import type { CallContext, OpenTarget } from '../model/target.ts'
import type { CallPlan, Workload } from '../model/workload.ts'
import type { Reply } from '../protocol/messages.ts'
import { microsSince, waitUntil } from './barrier.ts'

type Draft = { -readonly [Key in keyof CallRecord]: CallRecord[Key] }

/** Makes one writer's calls, each with its own document, and keeps their record. */
export class CallRunner {
  readonly #open: OpenTarget
  readonly #calls: { readonly plan: CallPlan; readonly context: CallContext; readonly record: Draft }[]
  #startAtNanos = 0n
  #closeError: string | null = null

  constructor(open: OpenTarget, workload: Workload, writer: number) {
    this.#open = open
    this.#calls = (workload.writers[writer - 1] ?? []).map((plan, index) => {
      const { session, operation } = plan
      const call = index + 1
      const document = documentOf({ writer, call }, plan)
      const record: Draft = {
        writer,
        call,
        operation,
        session,
        invoked: 0,
        settled: null,
        outcome: 'pending',
      }
      return { plan, context: { session, document, text: JSON.stringify(document) }, record }
    })
  }

  async run(startAtNanos: bigint): Promise<void> {
    this.#startAtNanos = startAtNanos
    waitUntil(startAtNanos)
    const settling: Promise<void>[] = []
    for (const { plan, context, record } of this.#calls) {
      const settled = this.#make(context, record)
      if (plan.awaited) await settled
      else settling.push(settled)
    }
    await Promise.all(settling)
    try {
      await this.#open.close?.()
    } catch (error) {
      this.#closeError = messageOf(error)
    }
  }

  report(): Reply {
    const calls = this.#calls.map(({ record }) => record)
    return { type: 'done', calls, rssBytes: process.memoryUsage.rss(), closeError: this.#closeError }
  }

  /** Never rejects: what a call throws is its record's to tell. */
  async #make(context: CallContext, record: Draft): Promise<void> {
    record.invoked = microsSince(this.#startAtNanos)
    try {
      const returned = this.#open.calls[record.operation]?.(context)
      // What is not awaited takes no turn of the event loop: a synchronous call is acknowledged at once.
      if (isThenable(returned)) await returned
      record.outcome = 'acknowledged'
    } catch (error) {
      record.outcome = 'rejected'
      record.error = messageOf(error)
    }
    record.settled = microsSince(this.#startAtNanos)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
