import fs from 'node:fs'
import path from 'node:path'
import { codeOf, TraceFormatError, TraceReadError } from './errors.ts'
import { fileNameOf, isSessionFileName } from './session-name.ts'
import { parseTrace, type TraceDocument } from './trace-format.ts'

export interface TraceFile {
  readonly file: string
  readonly trace: TraceDocument
}

export interface UnreadableTrace {
  readonly file: string
  readonly error: TraceReadError
}

export interface TraceList {
  /** Oldest first, by the recorded start. */
  readonly traces: readonly TraceFile[]
  readonly unreadable: readonly UnreadableTrace[]
}

/**
 * Reads one trace. The session id is taken from the content, since the name of a very long one is a hash.
 *
 * @throws {TraceReadError} where the file cannot be read, is no trace, or is one of another session than it is named for
 */
export async function readTrace(file: string): Promise<TraceDocument> {
  const resolved = path.resolve(file)
  try {
    const trace = parseTrace(await fs.promises.readFile(resolved, 'utf8'))
    const name = fileNameOf(trace.sessionId)
    if (name === path.basename(resolved)) return trace
    throw new TraceFormatError(
      `the trace of another session, which belongs in ${name}. Rename it, or move it away`,
    )
  } catch (error) {
    throw new TraceReadError(resolved, error)
  }
}

/**
 * All the traces of a directory. A file with a session's name that holds no trace is reported as unreadable; one
 * that is gone before it was read is left out; a directory that does not exist holds none.
 *
 * @throws {TraceReadError} where the directory cannot be read
 */
export async function listTraces(directory: string): Promise<TraceList> {
  const traces: TraceFile[] = []
  const unreadable: UnreadableTrace[] = []
  for (const name of (await namesIn(directory)).filter(isSessionFileName)) {
    const file = path.resolve(directory, name)
    try {
      traces.push({ file, trace: await readTrace(file) })
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') unreadable.push({ file, error: error as TraceReadError })
    }
  }
  return { traces: traces.toSorted(byStart), unreadable }
}

/** The names in a directory, sorted; none where it does not exist. */
export async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await fs.promises.readdir(directory)).toSorted()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw new TraceReadError(path.resolve(directory), error)
  }
}

function byStart(one: TraceFile, other: TraceFile): number {
  return one.trace.startedAtMillis - other.trace.startedAtMillis || (one.file < other.file ? -1 : 1)
}
