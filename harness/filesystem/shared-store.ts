import type { Tree } from '../model/tree.ts'
import type { Asker } from './draft/draft.ts'
import { operations } from './operations.ts'
import type { Outcome } from './outcome.ts'
import { endOf } from './processes.ts'
import type { FileOperation, Requests } from './requests.ts'
import type { Results } from './results.ts'
import type { Semantics } from './semantics.ts'
import { withTree } from './shadow/taken-over.ts'
import { emptyStore, stepCredentials, type Store, type StoreOptions } from './store.ts'

/** A store that several programs work on, one operation after the other. */
export class SharedStore {
  store: Store
  readonly #empty: Store

  constructor(options: Pick<Partial<StoreOptions>, 'rootPath'> = {}) {
    this.#empty = emptyStore({ ...options, credentials: stepCredentials, looks: 'virtual' })
    this.store = this.#empty
  }

  /** Carries out an operation of a writer's. */
  perform<Op extends FileOperation>(op: Op, asker: Asker, request: Requests[Op]): Outcome<Results[Op]> {
    const row: Semantics<Op> = operations[op]
    const { store, outcome } = row.perform(this.store, asker, request)
    this.store = store
    return outcome
  }

  /** What an operation would give; nothing changes. */
  foresee<Op extends FileOperation>(op: Op, asker: Asker, request: Requests[Op]): Outcome<Results[Op]> {
    const row: Semantics<Op> = operations[op]
    return row.perform(this.store, asker, request).outcome
  }

  /** A writer is gone: what it had open is closed. */
  end(writer: number): void {
    this.store = endOf(this.store, { writer, nowNanos: 0n })
  }

  clear(): void {
    this.store = this.#empty
  }

  /** Holds a tree, and nothing else. */
  materialise(tree: Tree): void {
    this.store = withTree(this.#empty, tree)
  }
}
