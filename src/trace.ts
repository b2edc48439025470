import { Coalesced } from './coalesced.ts'
import { Span, statusOf, type SpanOptions, type SpanResult } from './span.ts'
import { throwAll, type TraceExporter, type TraceSource } from './trace-exporter.ts'
import { traceVersion, type SpanRecord, type TraceDocument } from './trace-format.ts'
import type { TraceStatus } from './trace-status.ts'

export interface TraceOptions {
  /** Names the session; any string. Two traces with one id write one file. */
  readonly sessionId: string
  /** Name of the session's own span. Default: the session id. */
  readonly name?: string
  readonly exporters?: readonly TraceExporter[]
  /** Milliseconds since 1970-01-01T00:00:00Z. Default `Date.now`. */
  readonly now?: () => number
  /** Told of a failed snapshot that nobody asked for. Default: a process warning. */
  readonly onSnapshotError?: (error: unknown) => void
}

/**
 * Records one session. After each span that ends it writes a snapshot through its exporters: at most one is under
 * way, and what happened meanwhile is in the one that follows, so that nothing stays unwritten once things are quiet.
 *
 * Invariant: the status of the session and of each span only ever becomes graver (`running`, `completed`, `error`,
 * `crashed`).
 */
export class Trace implements TraceSource {
  readonly sessionId: string
  readonly #exporters: readonly TraceExporter[]
  readonly #now: () => number
  readonly #onSnapshotError: (error: unknown) => void
  readonly #session: Span
  readonly #spans: Span[]
  readonly #snapshots = new Coalesced(() => this.#throughExporters((exporter) => exporter.snapshot?.(this)))

  constructor(options: TraceOptions) {
    this.sessionId = options.sessionId
    this.#exporters = options.exporters ?? []
    this.#now = options.now ?? Date.now
    this.#onSnapshotError = options.onSnapshotError ?? warn
    const span = { kind: 'session', name: options.name ?? options.sessionId } as const
    this.#session = new Span(1, span, { now: this.#now, onEnd: () => {} })
    this.#spans = [this.#session]
  }

  get status(): TraceStatus {
    return this.#session.status
  }

  /**
   * Begins a span. One that begins or ends after the session's end is recorded and written as well.
   *
   * @throws {TraceFormatError} where the attributes are not JSON
   */
  startSpan(options: SpanOptions): Span {
    const owner = { now: this.#now, onEnd: () => this.#snapshotUnasked() }
    const span = new Span(this.#spans.length + 1, { parent: this.#session, ...options }, owner)
    this.#spans.push(span)
    return span
  }

  /** The trace as it stands, as plain JSON. */
  toDocument(): TraceDocument {
    const spans = this.#spans.map((span) => span.toRecord())
    const { status, startedAtMillis, endedAtMillis } = this.#session.toRecord()
    const { sessionId } = this
    return {
      version: traceVersion,
      sessionId,
      status,
      startedAtMillis,
      endedAtMillis,
      totals: totalsOf(spans),
      spans,
    }
  }

  /**
   * Writes the state as of now or later.
   *
   * @throws {AtomicWriteError} or whatever else an exporter rejects with; an `AggregateError` where several do
   */
  snapshot(): Promise<void> {
    return this.#snapshots.request()
  }

  /**
   * Ends the session and the spans still open, and exports it. A crashed session stays crashed. To be called
   * again where it failed.
   *
   * @throws as {@link snapshot}; every exporter has been tried
   */
  async end(result: Pick<SpanResult, 'status' | 'error'> = {}): Promise<void> {
    this.#close(statusOf(result), result.error)
    await this.#snapshots.settled()
    await this.#throughExporters((exporter) => exporter.export(this))
  }

  /**
   * Writes everything before it returns: for a crash handler. What has not ended, the session or a span, is
   * `crashed` from then on; what has ended stays as it is.
   *
   * @param reason recorded as the session's error
   * @throws as {@link snapshot}; every exporter has been tried
   */
  flushSync(reason?: unknown): void {
    this.#close('crashed', reason)
    const errors: unknown[] = []
    for (const exporter of this.#exporters) {
      try {
        exporter.flushSync?.(this)
      } catch (error) {
        errors.push(error)
      }
    }
    throwAll(errors)
  }

  #close(status: TraceStatus, error: unknown): void {
    this.#session.close(status, error, false)
    for (const span of this.#spans) span.close(status, undefined, false)
  }

  #snapshotUnasked(): void {
    this.snapshot().catch(this.#onSnapshotError)
  }

  async #throughExporters(use: (exporter: TraceExporter) => Promise<void> | undefined): Promise<void> {
    const results = await Promise.allSettled(this.#exporters.map(async (exporter) => use(exporter)))
    throwAll(results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])))
  }
}

function totalsOf(spans: readonly SpanRecord[]): TraceDocument['totals'] {
  const sum = (of: (span: SpanRecord) => number): number => spans.reduce((total, span) => total + of(span), 0)
  return {
    inputTokens: sum(({ usage }) => usage.inputTokens),
    outputTokens: sum(({ usage }) => usage.outputTokens),
    costUsd: sum(({ usage }) => usage.costUsd),
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}
