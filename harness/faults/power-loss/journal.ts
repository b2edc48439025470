import type { Inode } from '../../model/file-system.ts'
import type { Effect } from './effect.ts'
import type { StandingNames } from './alternative.ts'
import { entryEffects, histories } from './entries.ts'
import type { DiskOperation } from './operation.ts'
import { cut, effectsOfPiece, tearBetweenBlocks } from './pieces.ts'
import { entriesStanding, fileStanding, inOrder } from './standing.ts'

/** By which way an effect reaches the disk. */
type Way =
  /** With the journal, in order. */
  | { readonly kind: 'journaled' }
  /** With the journal, at a moment of its own; counts the file's delayed writes from 0. */
  | { readonly kind: 'delayed'; readonly turn: number }
  /** At any time, or not, unless a sync has waited for it. */
  | { readonly kind: 'loose'; synced: boolean }

interface Laid {
  readonly number: number
  readonly effect: Effect
  readonly way: Way
}

type Rank = (at: number) => number

interface Delayed {
  readonly at: number
  /** The operation before which it was in the journal for certain; -1 where a sync has waited for it. */
  flushedAt: number
}

/** What is known of a file as it goes. */
class File {
  readonly laid: Laid[] = []
  readonly delayed: Delayed[] = []
  size = 0
  /** How far the file has blocks. */
  flushedSize = 0
  /** It was truncated to nothing, so that closing it flushes it. */
  flushesOnClose = false

  /** @returns whether anything was not flushed by then */
  flush(at: number): boolean {
    const isNew = this.delayed.some(({ flushedAt }) => flushedAt > at)
    for (const write of this.delayed) write.flushedAt = Math.min(write.flushedAt, at)
    this.flushedSize = this.size
    return isNew
  }
}

interface Undecided {
  readonly file: File
  readonly least: number
  readonly rank: Rank
}

/** Goes through a log, and tells how ext4 brings each effect to disk; the rules are those stated beside `ext4`. */
export class Journal {
  readonly effects: Effect[] = []
  readonly #block: number
  readonly #files = new Map<Inode, File>()
  readonly #ways: Way[] = []
  /** By inode, the latest operation on it that a sync has to commit. */
  readonly #touched = new Map<Inode, number>()
  /** The same for `fdatasync`: operations that changed its size, or made it. */
  readonly #resized = new Map<Inode, number>()
  /** Operations that have flushed a file, and have put nothing else into the journal. */
  readonly #flushes: number[] = []
  /** The latest operation that is committed for certain; -1 where there is none. */
  #committed = -1
  #at = -1

  constructor(block: number) {
    this.#block = block
  }

  take(operation: DiskOperation): void {
    this.#at += 1
    const { inode } = operation
    switch (operation.kind) {
      case 'create':
        if (operation.node !== 'directory') this.#resized.set(inode, this.#at)
        this.#touch(inode, operation.entry.parent)
        break
      case 'link':
      case 'remove':
        this.#touch(inode, operation.entry.parent)
        break
      case 'rename':
        if (operation.replaces !== null) this.#fileOf(inode).flush(this.#at)
        this.#touch(inode, operation.entry.parent, operation.from.parent, operation.replaces)
        break
      case 'write':
        this.#write(inode, operation.offset, operation.data)
        if (operation.synchronous) this.#sync(inode, this.#touched)
        return
      case 'truncate':
        this.#truncate(inode, operation.length)
        return
      case 'sync':
        this.#sync(inode, operation.dataOnly && this.#resized.has(inode) ? this.#resized : this.#touched)
        return
      case 'close':
        this.#close(inode)
        return
    }
    for (const effect of entryEffects(operation, this.#at)) this.#number(effect, { kind: 'journaled' })
  }

  /** Every moment up to which the journal may be on disk, told by the latest operation in it. */
  get moments(): number[] {
    return Array.from({ length: this.#at - this.#committed + 1 }, (_, index) => this.#committed + index)
  }

  get files(): Inode[] {
    return [...this.#files.keys()]
  }

  isJournaled(number: number): boolean {
    return this.#ways[number]?.kind === 'journaled'
  }

  isCertain(number: number): boolean {
    const way = this.#ways[number]
    const at = this.effects[number]?.at ?? Infinity
    return way?.kind === 'loose' ? way.synced : at <= this.#committed && way?.kind === 'journaled'
  }

  effectsOf(inode: Inode): readonly Laid[] {
    return this.#fileOf(inode).laid
  }

  /** How many of a file's delayed writes are on disk, at least and at most, where the journal is up to a moment. */
  delayedAt(inode: Inode, moment: number): { least: number; most: number } {
    const { delayed } = this.#fileOf(inode)
    return {
      least: delayed.filter(({ flushedAt }) => flushedAt <= moment).length,
      most: delayed.filter(({ at, flushedAt }) => at <= moment || flushedAt <= moment).length,
    }
  }

  /**
   * See `Layout.standing`. What is committed is certain, in whatever order it came. Of what is not, moments count by
   * what is in the journal by then, and by what is flushed: between two of those, the last moment allows all that an
   * earlier one does.
   */
  standing(names: StandingNames): unknown {
    const rank = this.#ranks()
    const entries = histories(this.effects, (number) => this.isCertain(number))
    const rankOf = (number: number) => rank(this.effects[number]?.at ?? 0)
    const files = Array.from(this.#files, ([inode, file]) => {
      const { laid, size, flushedSize, flushesOnClose } = file
      const { least } = this.delayedAt(inode, this.#committed)
      const effects = laid.map((each) => ({
        effect: each.effect,
        when: this.#whenOf(each, { file, least, rank }),
      }))
      return [names.inode(inode), ...fileStanding(effects), size, flushedSize, flushesOnClose]
    })
    const ranked = (latest: ReadonlyMap<Inode, number>) =>
      inOrder(Array.from(latest, ([inode, at]) => [names.inode(inode), rank(at)] as const))
    const touched = ranked(this.#touched).filter(([, at]) => at > 0)
    return [entriesStanding(entries, rankOf, names), inOrder(files), touched, ranked(this.#resized)]
  }

  /**
   * When an effect on a file reaches the disk; null where it has, at every moment that is left.
   *
   * @param least how many of the file's delayed writes are on disk at each of these
   */
  #whenOf({ number, effect, way }: Laid, { file, least, rank }: Undecided): unknown {
    if (this.isCertain(number)) return null
    if (way.kind !== 'delayed') return way.kind === 'loose' ? 'loose' : rank(effect.at)
    if (way.turn < least) return null
    const { at, flushedAt } = file.delayed[way.turn] as Delayed
    return ['delayed', way.turn - least, rank(at), flushedAt === Infinity ? null : rank(flushedAt)]
  }

  /** Counts, up to an operation, those that are not committed for certain and have put something into the journal. */
  #ranks(): Rank {
    const journaled = this.effects.flatMap(({ at }, number) => (this.isJournaled(number) ? [at] : []))
    const positions = [...new Set([...journaled, ...this.#flushes])].filter((at) => at > this.#committed)
    return (at) => positions.reduce((count, position) => count + Number(position <= at), 0)
  }

  #write(inode: Inode, offset: number, data: Uint8Array): void {
    const file = this.#fileOf(inode)
    const blocksEnd = Math.ceil(file.flushedSize / this.#block) * this.#block
    const tear = tearBetweenBlocks(this.#block)(offset, data.length)
    this.#touch(inode)
    for (const piece of cut(offset, data, [tear, blocksEnd])) {
      const [size, bytes] = effectsOfPiece(this.#at, inode, piece)
      const end = piece.start + piece.bytes.length
      if (piece.start < blocksEnd) {
        this.#lay(file, size, { kind: 'journaled' })
        this.#lay(file, bytes, { kind: 'loose', synced: false })
      } else {
        const turn = file.delayed.length
        file.delayed.push({ at: this.#at, flushedAt: Infinity })
        this.#lay(file, size, { kind: 'delayed', turn })
        this.#lay(file, bytes, { kind: 'delayed', turn })
      }
      if (end > file.size || piece.start >= blocksEnd) this.#resized.set(inode, this.#at)
      file.size = Math.max(file.size, end)
    }
  }

  #truncate(inode: Inode, length: number): void {
    const file = this.#fileOf(inode)
    this.#touch(inode)
    this.#resized.set(inode, this.#at)
    this.#lay(file, { kind: 'truncate', at: this.#at, inode, length }, { kind: 'journaled' })
    file.size = length
    file.flushedSize = Math.min(file.flushedSize, length)
    if (length === 0) file.flushesOnClose = true
  }

  #close(inode: Inode): void {
    const file = this.#files.get(inode)
    if (!file?.flushesOnClose) return
    if (file.flush(this.#at)) this.#flushes.push(this.#at)
    file.flushesOnClose = false
  }

  #sync(inode: Inode, commits: ReadonlyMap<Inode, number>): void {
    const file = this.#files.get(inode)
    file?.flush(-1)
    for (const { way } of file?.laid ?? []) if (way.kind === 'loose') way.synced = true
    this.#committed = Math.max(this.#committed, commits.get(inode) ?? -1)
  }

  #lay(file: File, effect: Effect | undefined, way: Way): void {
    if (effect) file.laid.push({ number: this.#number(effect, way), effect, way })
  }

  #number(effect: Effect, way: Way): number {
    this.#ways.push(way)
    return this.effects.push(effect) - 1
  }

  #touch(...inodes: readonly (Inode | null)[]): void {
    for (const inode of inodes) if (inode !== null) this.#touched.set(inode, this.#at)
  }

  #fileOf(inode: Inode): File {
    const file = this.#files.get(inode) ?? new File()
    this.#files.set(inode, file)
    return file
  }
}
