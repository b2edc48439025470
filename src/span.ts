import { copyAttributes, parseUsage, type SpanKind, type SpanRecord, type Usage } from './trace-format.ts'
import { graver, type TraceStatus } from './trace-status.ts'

export interface SpanOptions {
  readonly kind: SpanKind
  readonly name: string
  /** The span that this one is a part of. Default: the session's. */
  readonly parent?: Span
  /** Anything that JSON can express; copied. */
  readonly attributes?: Record<string, unknown>
}

export interface SpanResult {
  /** Default `error` where there is an `error`, otherwise `completed`. */
  readonly status?: 'completed' | 'error'
  readonly error?: unknown
  /** What was spent: whole tokens, and US dollars. Default 0 each. */
  readonly usage?: Partial<Usage>
  /** Added to those given at the start; copied. */
  readonly attributes?: Record<string, unknown>
}

/** What a span needs of its trace. */
export interface SpanOwner {
  readonly now: () => number
  readonly onEnd: () => void
}

/** A part of a session that takes time: a generation, a tool's run, a text. Started by `Trace.startSpan`. */
export class Span {
  readonly #record: SpanRecord
  readonly #owner: SpanOwner
  #reported = false

  constructor(id: number, options: SpanOptions, owner: SpanOwner) {
    this.#owner = owner
    this.#record = {
      id,
      parentId: options.parent?.id ?? null,
      kind: options.kind,
      name: options.name,
      status: 'running',
      startedAtMillis: owner.now(),
      endedAtMillis: null,
      usage: parseUsage({}),
      attributes: copyAttributes(options.attributes ?? {}),
      error: null,
    }
  }

  /** Unique within the trace; the session's own span has 1. */
  get id(): number {
    return this.#record.id
  }

  get status(): TraceStatus {
    return this.#record.status
  }

  /**
   * Records the end of the span; the trace writes a snapshot. Calls after the first change nothing. A span that its
   * session's end or crash has closed still takes what it spent, and keeps the graver status.
   *
   * @throws {TraceFormatError} where the usage or the attributes do not fit the format; the span then runs on
   */
  end(result: SpanResult = {}): void {
    if (this.#reported) return
    const usage = parseUsage(result.usage ?? {})
    const attributes = copyAttributes(result.attributes ?? {})
    this.#reported = true
    this.#record.usage = usage
    Object.assign(this.#record.attributes, attributes)
    this.close(statusOf(result), result.error, true)
    this.#owner.onEnd()
  }

  /** For the trace: settles the status, and the end unless it is known and `again` is false. */
  close(status: TraceStatus, error: unknown, again: boolean): void {
    const record = this.#record
    if (record.endedAtMillis !== null && !again) return
    record.status = graver(record.status, status)
    record.endedAtMillis = Math.max(record.startedAtMillis, this.#owner.now())
    if (error !== undefined) record.error ??= messageOf(error)
  }

  /** A copy, as it stands. */
  toRecord(): SpanRecord {
    return structuredClone(this.#record)
  }
}

export function statusOf(result: Pick<SpanResult, 'status' | 'error'>): 'completed' | 'error' {
  return result.status ?? (result.error === undefined ? 'completed' : 'error')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
