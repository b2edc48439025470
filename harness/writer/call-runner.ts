import { documentOf, type Document } from '../model/document.ts'
import type { Content } from '../model/content.ts'
import { messageOf } from '../model/errors.ts'
import type { CallRecord, Position } from '../model/record.ts'
import type { CallContext } from '../model/target.ts'
import { documentsIn, valueOf, type DocumentOf } from '../model/value.ts'
import type { CallPlan, Workload } from '../model/workload.ts'
import type { CallableTarget } from './command-calls.ts'
import type { Writable } from '../model/writable.ts'

interface Output {
  readonly document: Document
  readonly text: string
}

/** The same calls come again and again: their documents are made once, as long as there are not too many. */
const outputs = new Map<string, Output>()
const keptOutputs = 64
const keptPayloadBytes = 64 * 1024

function outputOf(writer: number, call: number, plan: CallPlan): Output {
  const key = `${writer} ${call} ${plan.session} ${plan.payloadBytes}`
  const known = outputs.get(key)
  if (known) return known
  const document = documentOf({ writer, call }, plan)
  const output = { document, text: JSON.stringify(document) }
  if (outputs.size >= keptOutputs) outputs.clear()
  if (plan.payloadBytes <= keptPayloadBytes) outputs.set(key, output)
  return output
}

/** No position: these begin at 0. */
const notBegun = -1

/** What the kind of execution adds to making calls. */
export interface CallObserver {
  /** The present position. */
  now(): Position
  /** Runs a call's code; whatever it starts belongs to that call. */
  within<T>(call: number, body: () => T): T
  /** A call was invoked, or has settled. */
  changed(record: CallRecord): void
  /** Resolves once a call may begin, or with 0 the target may be closed; undefined where that is at once. */
  starting?(call: number): Promise<void> | undefined
}

export interface CallRunnerOptions {
  readonly writer: number
  /** False where each call is awaited before the next, whatever the workload says. */
  readonly overlap: boolean
  /** Whether what a call returns is to be told. */
  readonly keepsReturned: boolean
  /** What the application sees when it loads a session, where that says anything; never rejects. Absent where nobody asks. */
  readonly load?: (session: string) => Promise<Content | undefined>
}

/** Makes one writer's calls, each with its own document, and keeps their record. */
export class CallRunner {
  readonly #open: CallableTarget
  readonly #overlap: boolean
  /** Null where nobody asks what a call returns. */
  readonly #documents: DocumentOf | null
  readonly #load: CallRunnerOptions['load'] | undefined
  readonly #calls: {
    readonly plan: CallPlan
    readonly context: CallContext
    readonly record: Writable<CallRecord>
  }[]

  constructor(
    open: CallableTarget,
    workload: Workload,
    { writer, overlap, keepsReturned, load }: CallRunnerOptions,
  ) {
    this.#open = open
    this.#load = load
    this.#overlap = overlap
    this.#documents = keepsReturned ? documentsIn(workload) : null
    this.#calls = (workload.writers[writer - 1] ?? []).map((plan, index) => {
      const { session, operation } = plan
      const call = index + 1
      const { document, text } = outputOf(writer, call, plan)
      const record: Writable<CallRecord> = {
        writer,
        call,
        operation,
        session,
        invoked: notBegun,
        settled: null,
        outcome: 'pending',
      }
      return { plan, context: { session, document: { ...document }, text }, record }
    })
  }

  /** Of the calls that have begun. */
  get records(): readonly CallRecord[] {
    return this.#calls.flatMap(({ record }) => (record.invoked === notBegun ? [] : [record]))
  }

  /** Makes all calls, waits until they have settled, and closes the target. Rejects with what `close` throws. */
  async run(observer: CallObserver): Promise<void> {
    const settling: Promise<void>[] = []
    for (const { plan, context, record } of this.#calls) {
      const held = observer.starting?.(record.call)
      if (held) await held
      const settled = plan.looks
        ? this.#look(context, record, observer)
        : this.#make(context, record, observer)
      if (plan.awaited || !this.#overlap) await settled
      else settling.push(settled)
    }
    await Promise.all(settling)
    if (!this.#open.close) return
    const held = observer.starting?.(0)
    if (held) await held
    await this.#open.close()
  }

  /** What the application saw is its record's to tell, be it that it saw nothing it could take. */
  async #look({ session }: CallContext, record: Writable<CallRecord>, observer: CallObserver): Promise<void> {
    record.invoked = observer.now()
    observer.changed(record)
    const found = await observer.within(record.call, () => this.#load?.(session))
    if (found) record.found = found
    record.outcome = 'acknowledged'
    record.settled = observer.now()
    observer.changed(record)
  }

  /** Never rejects: what a call throws is its record's to tell. */
  async #make(context: CallContext, record: Writable<CallRecord>, observer: CallObserver): Promise<void> {
    record.invoked = observer.now()
    observer.changed(record)
    try {
      const returned = observer.within(record.call, () => this.#open.calls[record.operation]?.(context))
      // What is not awaited takes no turn of the event loop: a synchronous call is acknowledged at once.
      const value = isThenable(returned) ? await returned : returned
      if (!isThenable(returned)) record.returnedNothing = true
      record.outcome = 'acknowledged'
      if (this.#documents && value !== undefined) record.returned = valueOf(value, this.#documents)
    } catch (error) {
      record.outcome = 'rejected'
      record.error = messageOf(error)
    }
    record.settled = observer.now()
    observer.changed(record)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
