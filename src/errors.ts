/** The `code` of a system error or of one of Node's own errors; `UNKNOWN` where there is none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : 'UNKNOWN'
}

const advice: Record<string, string> = {
  EACCES: 'Check who owns the directory and its permissions.',
  EPERM: 'Check who owns the directory and its permissions.',
  EROFS: 'Choose a directory on a file system that is mounted for writing.',
  ENOSPC: 'Free some space, then write again.',
  EDQUOT: 'Free some space or raise the quota, then write again.',
  EMFILE: 'Close some files or raise the limit of open files, then write again.',
  ENFILE: 'Close some files or raise the limit of open files, then write again.',
  EISDIR: 'Expected a file there, got a directory: remove it or choose another path.',
  ENOTDIR: 'Expected a directory above it, got a file: choose another path.',
}

/**
 * A write that was not carried out in full.
 * Whatever `code` says, `path` holds one complete content: its own where `replaced`, otherwise an earlier one.
 */
export class AtomicWriteError extends Error {
  override readonly name = 'AtomicWriteError'
  /** The system's error code, for example `ENOSPC`, or `ERR_NO_PROGRESS` where a write wrote nothing. */
  readonly code: string
  readonly path: string
  /** True where the new content is in place, and only its survival of a power loss is in doubt. */
  readonly replaced: boolean

  constructor(path: string, replaced: boolean, cause: unknown) {
    const code = codeOf(cause)
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      replaced
        ? `Replaced ${path}, but could not make that durable: ${reason}. ` +
            'Write again, or pass fsync: false where the file system cannot sync a directory.'
        : `Expected to replace ${path}, got: ${reason}. Its content is as before. ` +
            (advice[code] ?? 'Mend the cause, then write again.'),
      { cause },
    )
    this.code = code
    this.path = path
    this.replaced = replaced
  }
}

/** A system call that succeeded and did nothing: `write` returned 0 although bytes were left. */
export class NoProgressError extends Error {
  override readonly name = 'NoProgressError'
  readonly code = 'ERR_NO_PROGRESS'

  constructor(expectedBytes: number) {
    super(`ERR_NO_PROGRESS: expected write to take some of ${expectedBytes} bytes, and it took none`)
  }
}

/** A value that does not follow the trace format. */
export class TraceFormatError extends Error {
  override readonly name = 'TraceFormatError'
  readonly code = 'ERR_TRACE_FORMAT'
}

/** A trace file that could not be read; `cause` is a system error or a {@link TraceFormatError}. */
export class TraceReadError extends Error {
  override readonly name = 'TraceReadError'
  /** The system's error code, or `ERR_TRACE_FORMAT`. */
  readonly code: string
  readonly path: string

  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`Expected a trace in ${path}, got: ${reason}`, { cause })
    this.code = codeOf(cause)
    this.path = path
  }
}
