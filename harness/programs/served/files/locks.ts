import type { InodeNumber } from '../../../filesystem/inode.ts'

export interface LockRequest {
  readonly inode: InodeNumber
  /** flock(2) knows nothing of the locks of fcntl(2), nor these of that. */
  readonly family: 'flock' | 'fcntl'
  /** Whose it is: an open file, of flock(2)'s or for F_OFD_SETLK, or a process. */
  readonly owner: string
  /** The open file by which it was asked for. */
  readonly handle: string
  readonly writer: number
  /** As the kernel tells who looks for it. */
  readonly pid: number
  readonly isExclusive: boolean
  /** In bytes, the last one included. */
  readonly start: bigint
  readonly end: bigint
}

/** Who holds which lock, across all mounts. */
export class Locks {
  #held: LockRequest[] = []

  reset(): void {
    this.#held = []
  }

  /** Whether nobody else stands in the way. */
  isFree(wanted: LockRequest): boolean {
    return this.inTheWayOf(wanted) === null
  }

  /** The first of those that do; null where none does. */
  inTheWayOf(wanted: LockRequest): LockRequest | null {
    return this.#held.find((held) => conflict(held, wanted)) ?? null
  }

  /** In place of whatever its owner held there. */
  take(wanted: LockRequest): void {
    this.release(wanted)
    this.#held.push(wanted)
  }

  /** What its owner holds there is given back. */
  release(given: Omit<LockRequest, 'isExclusive' | 'writer' | 'handle' | 'pid'>): void {
    this.#held = this.#held.flatMap((held) => {
      if (!isOfSame(held, given) || held.end < given.start || given.end < held.start) return [held]
      const before = { ...held, end: given.start - 1n }
      const after = { ...held, start: given.end + 1n }
      return [before, after].filter(({ start, end }) => start <= end)
    })
  }

  /** Whether its owner holds any. */
  isHeldBy(family: LockRequest['family'], inode: InodeNumber, owner: string): boolean {
    return this.#held.some((held) => isOfSame(held, { family, inode, owner }))
  }

  /** Whether any was taken by this open file. */
  isHeldThrough(handle: string): boolean {
    return this.#held.some((held) => held.handle === handle)
  }

  /** An open file is closed for good, with all that was locked by it. */
  releaseThrough(handle: string): void {
    this.#held = this.#held.filter((held) => held.handle !== handle)
  }

  /** A writer is gone, with all that it held. */
  end(writer: number): void {
    this.#held = this.#held.filter((held) => held.writer !== writer)
  }
}

function isOfSame(
  held: LockRequest,
  { family, inode, owner }: Pick<LockRequest, 'family' | 'inode' | 'owner'>,
): boolean {
  return held.family === family && held.inode === inode && held.owner === owner
}

function conflict(held: LockRequest, wanted: LockRequest): boolean {
  if (held.family !== wanted.family || held.inode !== wanted.inode || held.owner === wanted.owner)
    return false
  const overlap = held.start <= wanted.end && wanted.start <= held.end
  return overlap && (held.isExclusive || wanted.isExclusive)
}
