import type { Operation, Step } from '../../../harness/model/step.ts'
import type { CallPlan } from '../../../harness/model/workload.ts'

/** A step that a script asks for, with what a write is to write. */
export interface AskedStep extends Partial<Step> {
  readonly op: Operation
  readonly data?: Uint8Array
}

export interface ScriptedStat {
  /** As it is shown; undefined where no step has made the file. */
  readonly inode: number | undefined
  readonly modifiedMillis: number
}

/** What a step gave to the script. */
export interface Given {
  readonly bytes: number
  /** Of a read. */
  readonly data: Uint8Array
  /** Of a look. */
  readonly stat: ScriptedStat
  /** Of `readdir`. */
  readonly names: readonly string[]
}

/** What fails a step is thrown into the script at that place. */
export class StepError extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** What no script catches: it ends its program, as an exception does that nothing catches. */
export class Crash extends Error {}

/** Plain code that waits at each `yield` until its step was granted. */
export type Script<Result = void> = Generator<AskedStep, Result, Given>

/** One call of a scripted target. */
export interface ScriptedCall {
  readonly writer: number
  readonly call: number
  readonly plan: CallPlan
  /** The document that it is to save. */
  readonly bytes: Uint8Array
  readonly fs: ScriptedFs
  /** What the writer keeps in memory from call to call; empty when it begins. */
  readonly memory: Map<string, unknown>
  /** Makes an empty file without a step, as what is beyond control does. */
  readonly makeUnseen: (path: string) => void
}

/** A target without a process: what its calls do, step by step. */
export interface ScriptedTarget {
  /** By session, its file. */
  readonly files: Readonly<Record<string, string>>
  readonly calls: Readonly<Record<string, (call: ScriptedCall) => Script>>
  /** At the next start after a crash. */
  readonly recover?: (fs: ScriptedFs) => Script
  /** Throws where the target cannot be opened. */
  readonly open?: () => void
}

/** Functions of `fs` as scripts call them: `const handle = yield* fs.open(…)`. */
export class ScriptedFs {
  readonly #isSync: boolean
  readonly #handles: { count: number }
  readonly #paths = new Map<number, string>()
  readonly #nowMillis: () => number
  /** The same, each step blocking its writer. */
  readonly sync: ScriptedFs

  constructor(nowMillis: () => number, isSync = false, handles = { count: 0 }) {
    this.#nowMillis = nowMillis
    this.#isSync = isSync
    this.#handles = handles
    this.sync = isSync ? this : new ScriptedFs(nowMillis, true, handles)
  }

  *open(path: string, flags: string): Script<number> {
    this.#handles.count += 1
    const handle = this.#handles.count
    this.#paths.set(handle, path)
    yield* this.#ask({ op: 'open', path, flags, handle })
    return handle
  }

  *write(handle: number, data: Uint8Array): Script<number> {
    const path = this.#paths.get(handle)
    const { bytes } = yield* this.#ask({ op: 'write', path, handle, bytes: data.length, data })
    return bytes
  }

  *read(handle: number, bytes: number): Script<Uint8Array> {
    const { data } = yield* this.#ask({ op: 'read', path: this.#paths.get(handle), handle, bytes })
    return data
  }

  *close(handle: number): Script {
    yield* this.#ask({ op: 'close', path: this.#paths.get(handle), handle })
  }

  *fsync(handle: number): Script {
    yield* this.#ask({ op: 'fsync', path: this.#paths.get(handle), handle })
  }

  *rename(path: string, to: string): Script {
    yield* this.#ask({ op: 'rename', path, to })
  }

  *link(path: string, to: string): Script {
    yield* this.#ask({ op: 'link', path, to })
  }

  *unlink(path: string): Script {
    yield* this.#ask({ op: 'unlink', path })
  }

  *readdir(path: string): Script<readonly string[]> {
    return (yield* this.#ask({ op: 'readdir', path })).names
  }

  *stat(path: string): Script<ScriptedStat> {
    return (yield* this.#ask({ op: 'stat', path })).stat
  }

  /** By the clock that its writer sees. */
  get nowMillis(): number {
    return this.#nowMillis()
  }

  /** In two halves, as the interposer writes it. */
  *writeFile(path: string, data: Uint8Array, flags = 'w'): Script {
    const handle = yield* this.open(path, flags)
    const half = data.length >> 1
    yield* this.write(handle, data.subarray(0, half))
    yield* this.write(handle, data.subarray(half))
    yield* this.close(handle)
  }

  *sleep(millis: number): Script {
    yield { op: 'timer', dueMillis: this.#nowMillis() + millis }
  }

  *signal(receiver: number, signal: number): Script {
    yield* this.#ask({ op: 'signal', receiver, signal })
  }

  *#ask(step: AskedStep): Script<Given> {
    return yield { ...step, sync: this.#isSync }
  }
}
