import type { CallRecord } from '../model/record.ts'
import type { Thrown } from '../model/thrown.ts'
import type { Workload } from '../model/workload.ts'
import type { Reply, Request } from './messages.ts'

/** Begins an execution in a process that has the target loaded, and that is served its files. */
export interface BeginServed {
  readonly type: 'begin'
  readonly dir: string
  readonly writer: number
  readonly workload: Workload
  /** The process numbers of all writers, as they are now. */
  readonly pids: readonly number[]
  /** What `process.pid` shall read, null for the real one. */
  readonly pid: number | null
  /** The application lets itself recover from a crash before it opens the target. */
  readonly recovers: boolean
}

/** What a process that is served its files is told. It hears of it at the end of all that it has to do, but for `go`. */
export type ServedOrder =
  | Request
  | BeginServed
  /** Of a call whose start waits: it begins. */
  | { readonly type: 'go' }

/** What a process that is served its files tells. */
export type ServedNews =
  | Reply
  /** By session, its file's path relative to the run directory. */
  | { readonly type: 'files'; readonly files: Readonly<Record<string, string>> }
  /** A call is about to begin, and waits for `go`; call 0 is that the target is closed. */
  | { readonly type: 'starting'; readonly call: number; readonly isBlocking: boolean }
  /** A call has begun, or has settled. Its positions are for others to tell. */
  | { readonly type: 'call'; readonly record: CallRecord }
  /** A call has started a program, which is this process. */
  | { readonly type: 'started'; readonly call: number; readonly pid: number }
  | { readonly type: 'recovered' }
  /** Every call has settled, and the target is closed. */
  | { readonly type: 'finished' }
  /** Nothing is pending: it waits for what it is told next. */
  | { readonly type: 'idle' }
  /** The target ends this process, its `exit` handlers included. */
  | { readonly type: 'exits' }
  | { readonly type: 'threw'; readonly thrown: Thrown }
