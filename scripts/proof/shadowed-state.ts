import { keyOf } from '../../harness/filesystem/key.ts'
import { withEntry, entriesOf } from '../../harness/filesystem/ordered-map.ts'
import type { Inode } from '../../harness/filesystem/inode.ts'
import { Shadow } from '../../harness/filesystem/shadow/shadow.ts'
import type { Store } from '../../harness/filesystem/store.ts'
import type { Access } from '../../harness/model/access.ts'
import type { Fault } from '../../harness/model/fault.ts'
import { State, type StateParts, type WriterNews } from '../../harness/model/state.ts'
import type { OpenReader } from '../../harness/model/read-back.ts'
import type { PendingStep, StepOutcome } from '../../harness/model/step.ts'

export interface ShadowedStateOptions {
  readonly writers: number
  /** Opens a file to read all of its bytes; null where there is none. */
  readonly open: (path: string) => (() => Buffer) | null
  /** False where nobody asks for the names of states, nor for what steps meet in. */
  readonly isKeyed?: boolean
  /**
   * Where no states are named, the file system in memory learns of steps only once somebody looks at it: most executions
   * of a search through every single interleaving end before. Nobody may alter a step or an outcome afterwards.
   */
  readonly isPutOff?: boolean
  readonly sessionFiles?: readonly string[]
  /** Names the state of the directory; a test may leave something out. */
  readonly filesOf?: ((store: Store) => string) | undefined
}

interface News extends Omit<WriterNews, 'asked'> {
  readonly asked?: readonly PendingStep[]
  readonly files?: Readonly<Record<string, string>>
}

/** Names of states, with the file system in memory that they rest on, for a directory that is no real one. */
export class ShadowedState {
  readonly #shadow: Shadow
  readonly #state: State
  readonly #isKeyed: boolean
  readonly #isPutOff: boolean
  #untold: (() => void)[] = []

  constructor(options: ShadowedStateOptions) {
    const { writers, open, sessionFiles, filesOf = keyOf, isKeyed = true, isPutOff = false } = options
    const reader: OpenReader = (path) => {
      const whole = open(path)
      if (!whole) return null
      return { whole, read: (offset, bytes) => exactly(whole().subarray(offset, offset + bytes), bytes) }
    }
    this.#shadow = new Shadow({ sessionFiles, ...(isKeyed && { open: reader }) })
    this.#isKeyed = isKeyed
    this.#isPutOff = isPutOff && !isKeyed
    this.#state = new State(writers, () => filesOf(this.shadow.store))
  }

  get shadow(): Shadow {
    const untold = this.#untold
    this.#untold = []
    for (const tell of untold) tell()
    return this.#shadow
  }

  get access(): Access {
    return this.#state.access
  }

  /**
   * @param observed what the writer looks at of the outcome
   * @param fault has struck the step
   */
  perform(
    writer: number,
    step: PendingStep,
    outcome: StepOutcome,
    nowMicros: number,
    {
      observed = outcome,
      fault,
    }: { readonly observed?: StepOutcome; readonly fault?: Fault | undefined } = {},
  ): void {
    const perform = () => this.#shadow.perform(writer, step, outcome, nowMicros, fault?.kind === 'errno')
    if (this.#isPutOff) {
      this.#untold.push(perform)
      return
    }
    const happened = perform()
    if (this.#isKeyed) this.#state.perform(writer, step, observed, happened, nowMicros, fault)
  }

  take(writer: number, { files, asked, ...news }: News): void {
    if (this.#isPutOff) {
      this.#untold.push(() => this.#shadow.take(writer, files, asked))
      return
    }
    const mentioned = this.#shadow.take(writer, files, asked)
    if (this.#isKeyed) this.#state.take(writer, { ...news, asked: mentioned })
  }

  kill(writer: number, outcomes: readonly string[]): void {
    this.shadow.kill(writer)
    this.#state.kill(writer, outcomes)
  }

  parts(): StateParts {
    return this.#state.parts()
  }
}

function exactly(data: Buffer, bytes: number): Buffer | null {
  return data.length === bytes ? data : null
}

/** A store of which every inode is another one. */
export function withInodes(store: Store, change: (inode: Inode) => Inode): Store {
  let { inodes } = store
  for (const [number, inode] of entriesOf(inodes)) inodes = withEntry(inodes, number, change(inode))
  return { ...store, inodes }
}
