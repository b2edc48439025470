import type { Fault } from '../model/fault.ts'
import type { CallRecord } from '../model/record.ts'
import type { ShownInode } from '../model/shown-inode.ts'
import type { PendingStep } from '../model/step.ts'
import type { Thrown } from '../model/thrown.ts'
import type { Workload } from '../model/workload.ts'

/** Starts one controlled execution in a writer, forgetting whatever the last one left there. */
export interface Begin {
  readonly type: 'begin'
  readonly dir: string
  readonly writer: number
  /** Absent where it is the one of the last execution. */
  readonly workload?: Workload
  readonly seed: number
  readonly pid: number
  /** Tell where in the target's code each step was asked for. */
  readonly traced?: true
  /** Set for the first process after a crash: it lets the application recover before it opens the target. */
  readonly recover?: { readonly nowMicros: number; readonly position: number }
}

/** Lets one pending step go. */
export interface Grant {
  readonly type: 'grant'
  readonly id: number
  /** How many steps have been granted in this execution, this one included. */
  readonly position: number
  /** Virtual time. */
  readonly nowMicros: number
  readonly fault?: Fault | undefined
  /** What a step shows that looks at an inode; absent where no step has made it. */
  readonly inode?: ShownInode | undefined
  /** By path, where a symbolic link may lead elsewhere than when the step was asked for. */
  readonly inodes?: Readonly<Record<string, ShownInode>> | undefined
}

/** What a writer says once its JavaScript has nothing left to run, or blocks on a synchronous step. */
export interface Report {
  readonly type: 'report'
  /** Steps asked for since the last report. */
  readonly asked?: readonly PendingStep[] | undefined
  /** By step, where in the target's code it was asked for: `file:line:column`. */
  readonly sources?: Readonly<Record<number, string>> | undefined
  /** Pending steps that were withdrawn. */
  readonly withdrawn?: readonly number[] | undefined
  /** What came of the granted step. */
  readonly outcome?: Outcome | undefined
  /** Calls whose record changed since the last report. */
  readonly calls?: readonly CallRecord[] | undefined
  /** The synchronous step that blocks the main thread. */
  readonly blockedOn?: number | undefined
  /** By session, its file; said once, when the target has been opened. */
  readonly files?: Readonly<Record<string, string>> | undefined
  /** True once the application has recovered from a crash, and before it opens the target. */
  readonly recovered?: true | undefined
  /** A call has begun at once, or the target was closed, beside steps or timers that were pending. */
  readonly deferred?: true | undefined
  /** True once every call has settled and `close` is through. */
  readonly finished?: true | undefined
  /**
   * The target's program has ended, by itself after its `exit` handlers, or by `process.exit`, and then the process with
   * it. What it has asked for and was not granted will never be.
   */
  readonly ended?: 'program' | 'process' | undefined
  /** What of its process the target has changed and left so, in words: another execution must not begin like this. */
  readonly kept?: string | undefined
  /** What the harness cannot control, by name. */
  readonly uncontrolled?: readonly string[] | undefined
  /** The signals for which it has a listener, by number; told when that changes. */
  readonly handles?: readonly number[] | undefined
  /** Resources that keep this process from becoming quiet, by Node's names; it is then killed. */
  readonly stalledOn?: readonly string[] | undefined
  /** What is about to end this process. */
  readonly thrown?: Thrown | undefined
  /** The target is at fault: `open` or `close` throws. */
  readonly refused?: string | undefined
}

export interface Outcome {
  readonly error?: string
  readonly bytes?: number
  /** Mode, user and group of what was made or given others, where anything may have been. */
  readonly made?: string
  /** Times of access and modification in milliseconds, as a look shows them, where they were set. */
  readonly dated?: string
}
