import { Locks } from './locks.ts'
import type { Asker } from '../../../filesystem/draft/draft.ts'
import { operations } from '../../../filesystem/operations.ts'
import type { Outcome } from '../../../filesystem/outcome.ts'
import { endOf } from '../../../filesystem/processes.ts'
import type { FileOperation, Requests } from '../../../filesystem/requests.ts'
import type { Results } from '../../../filesystem/results.ts'
import type { Semantics } from '../../../filesystem/semantics.ts'
import { emptyStore, type Store } from '../../../filesystem/store.ts'
import { virtualStartMillis } from '../../../model/clock.ts'

/** Whoever carries out the steps, as a shadow takes it to be: the kernel has taken the umask away already. */
const credentials = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, umask: 0 }

/** The one store that all mounts of an executor serve. */
export class SharedFiles {
  /** Across all mounts. */
  readonly locks = new Locks()
  readonly #empty: Store
  #store: Store
  #aheadNanos = 0n

  /** @param rootPath where writers see it, so that symbolic links which name it lead into it */
  constructor(rootPath: string) {
    this.#empty = emptyStore({ credentials, looks: 'virtual', rootPath })
    this.#store = this.#empty
  }

  get store(): Store {
    return this.#store
  }

  set store(store: Store) {
    this.#store = store
  }

  /**
   * What has to be added to a time of the execution, so that a program takes it for one of the machine's: it has no
   * other clock to hold it against.
   */
  get aheadNanos(): bigint {
    return this.#aheadNanos
  }

  /** An execution begins at this moment of the machine's. */
  begin(): void {
    this.locks.reset()
    this.#aheadNanos = BigInt(Date.now() - virtualStartMillis) * 1_000_000n
  }

  /** With nothing in it. */
  get empty(): Store {
    return this.#empty
  }

  /** Carries out an operation of a writer's. */
  perform<Op extends FileOperation>(op: Op, asker: Asker, request: Requests[Op]): Outcome<Results[Op]> {
    const row: Semantics<Op> = operations[op]
    const { store, outcome } = row.perform(this.#store, asker, request)
    this.#store = store
    return outcome
  }

  /** What an operation would give; nothing changes. */
  foresee<Op extends FileOperation>(op: Op, asker: Asker, request: Requests[Op]): Outcome<Results[Op]> {
    const row: Semantics<Op> = operations[op]
    return row.perform(this.#store, asker, request).outcome
  }

  /** A writer is gone: what it had open is closed. */
  end(writer: number): void {
    this.#store = endOf(this.#store, { writer, nowNanos: 0n })
    this.locks.end(writer)
  }
}
