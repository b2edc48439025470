import { SharedStore } from '../../../filesystem/shared-store.ts'
import { virtualStartMillis } from '../../../model/clock.ts'
import { Locks } from './locks.ts'

/** The one store that all mounts of an executor serve, and what is locked there. */
export class SharedFiles extends SharedStore {
  /** Across all mounts. */
  readonly locks = new Locks()
  #aheadNanos = 0n

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

  /** An execution begins at this moment of the machine's. */
  begin(): void {
    this.locks.reset()
    this.#aheadNanos = BigInt(Date.now() - virtualStartMillis) * 1_000_000n
  }

  override end(writer: number): void {
    super.end(writer)
    this.locks.end(writer)
  }
}
