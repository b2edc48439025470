import type { Asker } from '../../../filesystem/draft/draft.ts'
import type { Outcome } from '../../../filesystem/outcome.ts'
import type { FileOperation, Requests } from '../../../filesystem/requests.ts'
import type { Results } from '../../../filesystem/results.ts'
import { SharedStore } from '../../../filesystem/shared-store.ts'
import { virtualStartMillis } from '../../../model/clock.ts'
import type { Tree } from '../../../model/tree.ts'
import { Locks } from './locks.ts'

/** The one store that all mounts of an executor serve, and what is locked there. */
export class SharedFiles extends SharedStore {
  /** Across all mounts. */
  readonly locks = new Locks()
  #aheadNanos = 0n
  #hasLinks = false

  /** @param rootPath where writers see it, so that symbolic links which name it lead into it */
  constructor(rootPath: string) {
    super({ rootPath })
  }

  /**
   * What has to be added to a time of the execution, so that a program takes it for one of the machine's: it has no
   * other clock to hold it against.
   */
  get aheadNanos(): bigint {
    return this.#aheadNanos
  }

  /** Whether there may be symbolic links. */
  get hasLinks(): boolean {
    return this.#hasLinks
  }

  /** An execution begins at this moment of the machine's. */
  begin(): void {
    this.locks.reset()
    this.#aheadNanos = BigInt(Date.now() - virtualStartMillis) * 1_000_000n
  }

  override perform<Op extends FileOperation>(
    op: Op,
    asker: Asker,
    request: Requests[Op],
  ): Outcome<Results[Op]> {
    this.#hasLinks ||= op === 'symlink'
    return super.perform(op, asker, request)
  }

  override clear(): void {
    super.clear()
    this.#hasLinks = false
  }

  override materialise(tree: Tree): void {
    super.materialise(tree)
    this.#hasLinks = [...tree.values()].some(({ kind }) => kind === 'symlink')
  }

  override end(writer: number): void {
    super.end(writer)
    this.locks.end(writer)
  }
}
