import type { Access } from './access.ts'

export const operations = [
  'open',
  'read',
  'write',
  'close',
  'fsync',
  'fdatasync',
  'truncate',
  'stat',
  'lstat',
  'fstat',
  'statfs',
  'access',
  'readdir',
  'readlink',
  'realpath',
  'rename',
  'unlink',
  'link',
  'symlink',
  'mkdir',
  'rmdir',
  'mkdtemp',
  'chmod',
  'chown',
  'utimes',
  'lock',
  'unlock',
  'timer',
  'begin',
  'signal',
] as const

/**
 * One file-system operation at the finest granularity that another process can observe, a timer firing, or the start
 * of a writer's next call (`begin`; of call 0, that the target is closed). A start touches no file. It is a step only
 * where the writer has other steps or timers pending, and the workload says so (`Workload.startsAreSteps`). Compound operations of Node's API are sequences of these.
 */
export type Operation = (typeof operations)[number]

/** What a step is about to do, as plain data: enough to schedule, print and replay it. */
export interface Step {
  readonly op: Operation
  /** Path relative to the run directory, symbolic links in its parents resolved; for a descriptor, the path it was opened by. */
  readonly path?: string | undefined
  /** The second path of `rename`, `link` and `symlink`. */
  readonly to?: string | undefined
  /** Symbolic links in the run directory that leading from the given path to `path` passes through: the step reads them too. */
  readonly through?: readonly string[] | undefined
  /** The writer's ordinal for an open file (1, 2, …), given when `open` is asked for; never the kernel's descriptor number. */
  readonly handle?: number | undefined
  /** `open` flags in Node's letters, for example `w`, `wx`, `r+`. */
  readonly flags?: string | undefined
  /** Byte offset of a positioned read, write or truncate; absent where the file position is used. */
  readonly position?: number | undefined
  /** How many bytes a read or write asks for, or the length a truncate sets. */
  readonly bytes?: number | undefined
  /** On a `read`: into how many pieces what the file has left falls, at least. This step reads the first of them. */
  readonly pieces?: number | undefined
  /** Virtual time at which a `timer` step is due. */
  readonly dueMillis?: number | undefined
  /** On a `timer` step: neither it nor a later timer of this writer keeps the execution alive. */
  readonly unref?: true | undefined
  /** On a `signal` step: the ordinal of the writer that it is sent to. */
  readonly receiver?: number | undefined
  /** Its number; 0 only asks whether the receiver is there. */
  readonly signal?: number | undefined
  /** On a look at an inode: nobody uses the times that it gives. */
  readonly withoutTimes?: true | undefined
  /** True where the writer's main thread is blocked until this step is granted. */
  readonly sync: boolean
}

/** A step that waits to be granted, as a writer announces it. */
export interface PendingStep extends Step {
  /** Counts this writer's steps in the order they were asked for, from 1; unique within writer and execution. */
  readonly id: number
  /** Ordinal of the call that asked for it, 0 where no call did (the target's `open` or `close`). */
  readonly call: number
}

const noFileOperations = ['timer', 'begin', 'signal'] as const satisfies readonly Operation[]

/** Every step is an operation on the file system, but for a timer, the start of a call, and a signal. */
export type FileOperation = Exclude<Operation, (typeof noFileOperations)[number]>

/** Whether a step has nothing to do with files. */
export function isNoFileStep({ op }: Pick<Step, 'op'>): boolean {
  return noFileOperations.some((each) => each === op)
}

/** Whether it shows somebody the times of an inode. */
export function givesTimes({ op, withoutTimes }: Pick<Step, 'op' | 'withoutTimes'>): boolean {
  return !withoutTimes && (op === 'stat' || op === 'lstat' || op === 'fstat')
}

/** What a granted step gave: an error's code, or how many bytes it moved. */
export interface StepOutcome {
  readonly error?: string
  readonly bytes?: number
  /** Mode and owner of what was made or given others, where anything may have been. */
  readonly made?: string
  /** Times of access and modification that were set, as a look shows them, in milliseconds. */
  readonly dated?: string
}

/** What a step is carried out with that it does not tell, as far as that was seen; it follows from what its writer has observed. */
export interface Untold {
  /** What is written. */
  readonly data?: Uint8Array | undefined
  /** As in `StepOutcome`, of what is made where there was nothing, or is given others. */
  readonly made?: string | undefined
  /** As in `StepOutcome`. */
  readonly dated?: string | undefined
}

/** What a step was that was carried out, as far as other steps and its writer are concerned. */
export interface Happened {
  /** What it had to do with. */
  readonly access: Access
  /** Stands for what its writer may have seen. */
  readonly seen: string
  /** The same as the store tells it before a writer does: what comes next is foreseen by that. Null where it cannot be. */
  readonly tells: string | null
  readonly untold: Untold
  /** What was written; null where nothing was, or that is not known. */
  readonly written: Uint8Array | null
}
