import type { KnownDirectory } from '../guarded/identity.ts'
import type { Content } from '../model/content.ts'
import type { Explanation } from '../model/explanation.ts'
import type { History } from '../model/history.ts'
import type { CallRecord, ReadRecord } from '../model/record.ts'
import type { LoadedFacts, StartedProgram } from '../model/target.ts'
import type { Thrown } from '../model/thrown.ts'
import type { Workload } from '../model/workload.ts'

/** What the harness asks of a process that has a target loaded. Every request is answered by one reply. */
export type Request =
  /** Loads the target; `pid` is what `process.pid` shall read, null for the real one. */
  | { readonly type: 'load'; readonly target: string; readonly pid: number | null }
  /** Opens the target once in a scratch directory, to learn what calls it has. */
  | { readonly type: 'probe'; readonly dir: string }
  /** Opens the target for one round. */
  | {
      readonly type: 'prepare'
      readonly dir: string
      readonly writer: number
      readonly workload: Workload
      readonly pids: readonly number[]
    }
  /** Makes ready to read the session files over and over. */
  | {
      readonly type: 'watch'
      readonly dir: string
      readonly reader: number
      readonly files: Readonly<Record<string, string>>
      readonly workload: Workload
    }
  /**
   * A writer makes its prepared calls, a reader reads until it is sent anything else;
   * the first at the given instant of the monotonic clock (nanoseconds, decimal).
   */
  | { readonly type: 'go'; readonly startAtNanos: string }
  /** Tells whose output some bytes are, by the target's own `read`. */
  | {
      readonly type: 'classify'
      readonly session: string
      readonly base64: string
      readonly workload: Workload
    }
  /** What the application sees when it loads each session. */
  | {
      readonly type: 'load-store'
      readonly dir: string
      readonly workload: Workload
      /** False where everybody else stands still, so that whoever waits is not waited for. */
      readonly mayWait: boolean
      /** Virtual time, where there is one. */
      readonly nowMicros?: number
    }
  /** What programs the calls of a writer start; absent where they are not its calls. */
  | { readonly type: 'programs'; readonly dir: string; readonly writer: number; readonly workload: Workload }
  /** What the target's specification says of what was found. */
  | { readonly type: 'explain'; readonly history: History }
  /** Which of these entries of the run directory belong to the store beside its files; directories end in `/`. */
  | { readonly type: 'owned'; readonly entries: readonly string[] }
  /** Tells what the session files and the directory hold now. */
  | {
      readonly type: 'inspect'
      readonly directory: KnownDirectory
      readonly files: Readonly<Record<string, string>>
      readonly workload: Workload
    }

export type Reply =
  | { readonly type: 'loaded'; readonly facts: LoadedFacts }
  | {
      readonly type: 'probed'
      readonly operations: readonly string[]
      readonly sessionFiles: readonly string[]
      /** Those of its calls that start programs; absent where none does. */
      readonly commands?: readonly string[]
      /** Whether `load` looks at the session that it is to give; absent where there is none. */
      readonly loadsBySession?: boolean
      /** The target's `close` ends this process. */
      readonly ended?: true
    }
  /** By session, its file's path relative to the run directory. */
  | { readonly type: 'prepared'; readonly files: Readonly<Record<string, string>> }
  | {
      readonly type: 'done'
      readonly calls: readonly CallRecord[]
      readonly rssBytes: number
      /** What kept `close` from settling, where it did not. */
      readonly closeError: string | null
      /** The target ends this process. What it has written is there once the process is gone. */
      readonly ended?: true
      /** Signals that were kept from others than the writers, in words. */
      readonly strangers: readonly string[]
    }
  | { readonly type: 'watching' }
  | { readonly type: 'watched'; readonly reads: readonly ReadRecord[] }
  | { readonly type: 'classified'; readonly content: Content }
  | {
      readonly type: 'loaded-store'
      /** Null where it would have had to wait, or to change what is there. */
      readonly contents: Readonly<Record<string, Content>> | null
      /** It has looked at the virtual clock. */
      readonly looksAtClock?: true
      /** It has looked at times of files. */
      readonly seesTimes?: true
    }
  | {
      readonly type: 'started-programs'
      /** By call; null where it only looks. */
      readonly calls: readonly (StartedProgram | null)[]
      /** By session, its file's path relative to the run directory. */
      readonly files: Readonly<Record<string, string>>
    }
  | { readonly type: 'explained'; readonly explanation: Explanation }
  | { readonly type: 'owns'; readonly entries: readonly string[] }
  | {
      readonly type: 'inspected'
      readonly finals: Readonly<Record<string, Content>>
      readonly entries: readonly string[]
    }
  /** Said in the place of a reply, or while none is due: what is about to end this process. */
  | { readonly type: 'threw'; readonly thrown: Thrown }
  /** The target is at fault: it does not load, or throws where it must not. */
  | { readonly type: 'refused'; readonly message: string }

export type ReplyOf<T extends Reply['type']> = Extract<Reply, { type: T }>
