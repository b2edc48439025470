import v8 from 'node:v8'

/** A heap that is fuller than this is about to be collected over and over, and then ends the process. */
const fullShare = 0.6
/** Garbage is gone by then. */
const fullMillis = 2_000
/** What was given up is gone by then. */
const freeingMillis = 10_000

/** How full this process's heap is: a search that keeps too many states has to be given up before all is lost. */
export class Memory {
  readonly #share: () => number
  readonly #now: () => number
  #fullSince: number | null = null
  #freedAt = -Infinity

  /**
   * @param share of the heap that is used, of all that it may have
   * @param now in milliseconds
   */
  constructor(share = usedShare, now = () => performance.now()) {
    this.#share = share
    this.#now = now
  }

  /** Whether it has been too full for a while. */
  get isFull(): boolean {
    const now = this.#now()
    if (this.#share() < fullShare || now < this.#freedAt + freeingMillis) {
      this.#fullSince = null
      return false
    }
    this.#fullSince ??= now
    return now - this.#fullSince >= fullMillis
  }

  /** Something large was given up. */
  freed(): void {
    this.#freedAt = this.#now()
    this.#fullSince = null
  }
}

/** https://nodejs.org/api/v8.html#v8getheapstatistics */
function usedShare(): number {
  const { used_heap_size: usedBytes, heap_size_limit: mostBytes } = v8.getHeapStatistics()
  return usedBytes / mostBytes
}

/** Of this process. */
export const memory = new Memory()
