import type { StepOutcome } from '../../../model/step.ts'
import { isFlock } from '../fuse/opcodes.ts'
import { lockBody, refusal, reply } from '../fuse/replies.ts'
import type { BodyOf, FuseRequest } from '../fuse/requests.ts'
import type { Answer } from './answer.ts'
import type { LockRequest, Locks } from './locks.ts'
import type { Nodes } from './nodes.ts'

/** The last byte that there may be (`OFFSET_MAX`). */
const lastByte = (1n << 63n) - 1n

/** What one writer locks and gives back. */
export class LockClient {
  readonly #nodes: Nodes
  readonly #locks: Locks
  readonly #writer: () => number

  constructor(nodes: Nodes, locks: Locks, writer: () => number) {
    this.#nodes = nodes
    this.#locks = locks
    this.#writer = writer
  }

  /** Whether a request has to wait for another writer. Who has a lock of flock(2) gives that up before. */
  isHeldUp({ header, body }: FuseRequest): boolean {
    if (body.op !== 'setlkw' || body.range.kind === 'none') return false
    const wanted = this.#requestOf(header.node, { ...body, op: 'setlkw' })
    if (!wanted || this.#locks.isFree(wanted)) return false
    return wanted.family !== 'flock' || !this.#locks.isHeldBy('flock', wanted.inode, wanted.owner)
  }

  carryOut(request: FuseRequest, body: BodyOf<'setlk' | 'setlkw'>): Answer {
    const wanted = this.#requestOf(request.header.node, body)
    const { unique } = request.header
    const fail = (error: string): Answer => ({ message: refusal(unique, error), outcome: { error } })
    if (!wanted) return fail('EBADF')
    if (body.range.kind === 'none') this.#locks.release(wanted)
    else if (this.#locks.isFree(wanted)) this.#locks.take(wanted)
    else {
      // Another kind of lock is had in two steps: the one that was held is given up first (flock(2)).
      if (wanted.family === 'flock') this.#locks.release(wanted)
      return fail('EAGAIN')
    }
    return { message: reply(unique), outcome: {} }
  }

  /** Who looks for a lock learns whether it could be had: that is told as if it had been tried. */
  look(request: FuseRequest, body: BodyOf<'getlk'>): Answer {
    const { unique } = request.header
    const wanted = this.#requestOf(request.header.node, body)
    if (!wanted) return { message: refusal(unique, 'EBADF'), outcome: { error: 'EBADF' } }
    const found = this.#locks.inTheWayOf(wanted)
    const kind = found?.isExclusive === true ? 'exclusive' : 'shared'
    const message = reply(unique, lockBody(found && { ...found, kind }))
    return { message, outcome: found ? { error: 'EAGAIN' } : {} }
  }

  /** Whether closing gives a lock back. */
  unlocks({ header, body }: FuseRequest): boolean {
    if (body.op !== 'flush') return false
    const inode = this.#nodes.inodeOf(header.node)
    if (inode === undefined) return false
    if (this.#locks.isHeldThrough(this.#name(body.handle))) return true
    return this.#locks.isHeldBy('fcntl', inode, this.#name(body.owner))
  }

  /** A descriptor is closed: a process gives back all that it has locked of the file (fcntl(2), "Advisory record locking"). */
  flush({ header }: FuseRequest, { owner }: BodyOf<'flush'>): StepOutcome {
    const inode = this.#nodes.inodeOf(header.node)
    if (inode !== undefined)
      this.#locks.release({ inode, family: 'fcntl', owner: this.#name(owner), start: 0n, end: lastByte })
    return {}
  }

  /**
   * The last descriptor of an open file is closed. What a process has locked by it went before; what is left are the
   * locks of the open file itself, of which the kernel says nothing where they are those of fcntl(2).
   */
  release({ handle }: BodyOf<'release' | 'releasedir'>): void {
    this.#locks.releaseThrough(this.#name(handle))
  }

  #requestOf(
    node: number,
    { handle, owner, range, flags }: BodyOf<'getlk' | 'setlk' | 'setlkw'>,
  ): LockRequest | null {
    const inode = this.#nodes.inodeOf(node)
    if (inode === undefined) return null
    const isOfFile = (flags & isFlock) !== 0
    return {
      inode,
      family: isOfFile ? 'flock' : 'fcntl',
      owner: this.#name(isOfFile ? handle : owner),
      handle: this.#name(handle),
      writer: this.#writer(),
      pid: range.pid,
      isExclusive: range.kind === 'exclusive',
      start: isOfFile ? 0n : range.start,
      end: isOfFile ? lastByte : range.end,
    }
  }

  #name(owner: number | bigint): string {
    return `${this.#writer()}/${owner}`
  }
}
