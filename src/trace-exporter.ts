import type { TraceDocument } from './trace-format.ts'

/** What an exporter sees of a trace. */
export interface TraceSource {
  readonly sessionId: string
  /** The trace as it stands, as plain JSON that shares nothing with it. */
  toDocument(): TraceDocument
}

/**
 * Where traces go. Each method must take the document when it is called, not later, and a call must not undo
 * one that was made after it.
 */
export interface TraceExporter {
  /** Keeps the state of a session that goes on. */
  snapshot?(trace: TraceSource): Promise<void>
  /** Keeps the state of a session that ended. */
  export(trace: TraceSource): Promise<void>
  /** Keeps the state before it returns: the process may be about to exit. Without it, a crash is not kept. */
  flushSync?(trace: TraceSource): void
}

/** The error of the exporters that failed: their own where it is one, an `AggregateError` of them otherwise. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} exporters failed: see errors`)
}
