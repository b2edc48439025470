import path from 'node:path'
import { writeFileAtomic, writeFileAtomicSync } from './atomic-write.ts'
import { retainNewest } from './retention.ts'
import { fileNameOf } from './session-name.ts'
import { sweepTemporaryFiles, type SweepOptions, type SweepReport } from './sweep.ts'
import type { TraceExporter, TraceSource } from './trace-exporter.ts'
import { encodeTrace } from './trace-format.ts'

export interface FileExporterOptions {
  /** Where the traces go, one file a session; created at the first write. Resolved at construction. */
  readonly directory: string
  /** How many traces to keep, oldest removed first; a whole number from 1. Default: all. */
  readonly maxFiles?: number
  /** Told of each trace that retention removes, by its path, as soon as it is gone. What it throws is a process warning. */
  readonly onRetired?: (file: string) => void
  /** Whether a trace must survive a power loss. Default true. */
  readonly fsync?: boolean
}

/**
 * Keeps each session in a file of its own, replaced in one piece at every write and never by an earlier state of
 * this process. Any number of exporters, in any number of processes, may share a directory.
 */
export class FileExporter implements TraceExporter {
  readonly directory: string
  readonly #maxFiles: number
  readonly #onRetired: FileExporterOptions['onRetired']
  readonly #fsync: boolean

  /** @throws {RangeError} where `maxFiles` is no whole number from 1 */
  constructor(options: FileExporterOptions) {
    const { directory, maxFiles = Number.POSITIVE_INFINITY, onRetired, fsync = true } = options
    if (!(maxFiles >= 1) || (!Number.isInteger(maxFiles) && maxFiles !== Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `Expected maxFiles to be a whole number from 1, got ${maxFiles}: leave it out to keep all`,
      )
    }
    this.directory = path.resolve(directory)
    this.#maxFiles = maxFiles
    this.#onRetired = onRetired
    this.#fsync = fsync
  }

  /** The path of a session's file. */
  fileOf(sessionId: string): string {
    return path.join(this.directory, fileNameOf(sessionId))
  }

  /** Writes the trace as it stands. @throws {AtomicWriteError} */
  async snapshot(trace: TraceSource): Promise<void> {
    await writeFileAtomic(this.fileOf(trace.sessionId), textOf(trace), { fsync: this.#fsync })
  }

  /**
   * Writes the trace as it stands, then removes what retention does not keep and what killed processes left behind.
   * The trace is safe by then: a failure of that is a process warning.
   *
   * @throws {AtomicWriteError}
   */
  async export(trace: TraceSource): Promise<void> {
    const file = this.fileOf(trace.sessionId)
    await writeFileAtomic(file, textOf(trace), { fsync: this.#fsync })
    try {
      if (Number.isFinite(this.#maxFiles))
        await retainNewest(this.directory, this.#maxFiles, file, this.#onRetired)
      await this.sweep()
    } catch (error) {
      process.emitWarning(error as Error)
    }
  }

  /** Writes the trace as it stands, before it returns and for good. @throws {AtomicWriteError} */
  flushSync(trace: TraceSource): void {
    writeFileAtomicSync(this.fileOf(trace.sessionId), textOf(trace), { fsync: this.#fsync })
  }

  /** Removes what killed processes left behind; best called once when the application starts. */
  sweep(options: SweepOptions = {}): Promise<SweepReport> {
    return sweepTemporaryFiles(this.directory, options)
  }
}

const textOf = (trace: TraceSource): string => encodeTrace(trace.toDocument())
