import type { DiskOperation } from '../../harness/faults/power-loss/operation.ts'
import {
  Cache,
  describeDisk,
  empty,
  put,
  reaching,
  shortened,
  unique,
  type Bytes,
  type Disk,
  type Rule,
} from './disk-simulation.ts'

interface Piece {
  at: number
  offset: number
  bytes: number[]
  /** What a truncation has left of a block is written once the truncation is on disk. */
  isCut?: true
}

type Change =
  | { names: { parent: number; name: string; holds: number | null }[] }
  | { file: number; truncateTo: number; at: number }
  | { file: number; reaches: number }
  | { file: number; extent: Piece }
  | { times: number }

/** Something that waits in the journal. */
interface Waiting {
  change: Change
  touches: number[]
  resizes: boolean
}

/** One way in which things may have gone so far. */
interface World {
  disk: Disk
  journal: Waiting[]
  /** By file, data without blocks yet, in order; and data for blocks that are there. */
  delayed: Record<number, Piece[]>
  loose: Record<number, Piece[]>
}

/** ext4 as a machine: a page cache, a journal, a disk, and all that may happen between two operations. */
export function simulateExt4(
  operations: readonly DiskOperation[],
  block: number,
  without?: Rule,
): Set<string> {
  const cache = new Cache()
  const flushed: Record<number, number> = {}
  const closing = new Set<number>()
  let worlds: World[] = [{ disk: { names: { 0: {} }, files: {} }, journal: [], delayed: {}, loose: {} }]
  const each = (change: (world: World) => void) => {
    for (const world of worlds) change(world)
    worlds = settle(unique(worlds), without)
  }
  const flush = (world: World, inode: number) => {
    for (const piece of world.delayed[inode] ?? []) world.journal.push(joining(inode, piece))
    world.delayed[inode] = []
  }
  const sync = (inode: number, dataOnly: boolean) => {
    each((world) => {
      flush(world, inode)
      const last = world.journal.findLastIndex(({ touches, resizes }) =>
        dataOnly ? resizes && touches[0] === inode : touches.includes(inode),
      )
      if (without !== 'fsync commits the journal')
        for (const { change } of world.journal.splice(0, last + 1)) commit(world.disk, change)
      if (without === 'fsync of a file' || !cache.disk.files[inode]) return
      world.loose[inode] = []
      world.disk.files[inode] = structuredClone(cache.disk.files[inode])
    })
    flushed[inode] = cache.disk.files[inode]?.size ?? 0
  }
  for (const [at, operation] of operations.entries()) {
    const { inode } = operation
    const before = cache.disk.files[inode]?.size ?? 0
    cache.take(operation)
    switch (operation.kind) {
      case 'create': {
        const { parent, name } = operation.entry
        const change = { names: [{ parent, name, holds: inode }] }
        const resizes = operation.node !== 'directory'
        each(({ journal }) => journal.push({ change, touches: [inode, parent], resizes }))
        break
      }
      case 'link':
      case 'remove': {
        const { parent, name } = operation.entry
        const change = { names: [{ parent, name, holds: operation.kind === 'link' ? inode : null }] }
        each(({ journal }) => journal.push({ change, touches: [inode, parent], resizes: false }))
        break
      }
      case 'rename': {
        const { from, entry, replaces } = operation
        const names = [
          { parent: entry.parent, name: entry.name, holds: inode },
          { parent: from.parent, name: from.name, holds: null },
        ]
        const touches = [inode, entry.parent, from.parent, replaces ?? inode]
        const flushes = replaces !== null && without !== 'flush on rename'
        each((world) => {
          if (flushes) flush(world, inode)
          world.journal.push({ change: { names }, touches, resizes: false })
        })
        if (flushes) flushed[inode] = before
        break
      }
      case 'truncate': {
        const { length } = operation
        each((world) => {
          for (const pieces of [world.delayed, world.loose])
            pieces[inode] = (pieces[inode] ?? []).flatMap((piece) =>
              piece.offset + piece.bytes.length <= length
                ? [piece]
                : piece.offset < length
                  ? [{ ...piece, bytes: piece.bytes.slice(0, length - piece.offset), isCut: true as const }]
                  : [],
            )
          world.journal.push({
            change: { file: inode, truncateTo: length, at },
            touches: [inode],
            resizes: true,
          })
        })
        flushed[inode] = Math.min(flushed[inode] ?? 0, length)
        if (length === 0) closing.add(inode)
        break
      }
      case 'write': {
        const { offset, data } = operation
        const blocksEnd =
          without === 'appending within a block'
            ? (flushed[inode] ?? 0)
            : Math.ceil((flushed[inode] ?? 0) / block) * block
        const isGrowing = offset + data.length > before
        each((world) => {
          for (const piece of piecesOf({ at, offset, bytes: [...data] }, block, blocksEnd)) {
            if (piece.offset >= blocksEnd) (world.delayed[inode] ??= []).push(piece)
            else {
              const reaches = piece.offset + piece.bytes.length
              world.journal.push({ change: { file: inode, reaches }, touches: [inode], resizes: isGrowing })
              ;(world.loose[inode] ??= []).push(piece)
            }
          }
          world.journal.push({ change: { times: inode }, touches: [inode], resizes: false })
        })
        if (operation.synchronous && without !== 'O_SYNC') sync(inode, false)
        break
      }
      case 'sync': {
        const isFile = cache.kinds[inode] === 'file'
        if (!isFile && without === 'fsync of a directory') break
        sync(inode, operation.dataOnly && isFile && without !== 'fdatasync commits less')
        break
      }
      case 'close':
        if (!closing.delete(inode) || without === 'flush on close') break
        each((world) => flush(world, inode))
        flushed[inode] = before
        break
    }
  }
  return new Set(worlds.map(({ disk }) => describeDisk(disk, cache.kinds)))
}

function joining(inode: number, extent: Piece): Waiting {
  return { change: { file: inode, extent }, touches: [inode], resizes: true }
}

/** A new block has what its page had last, which may be newer than what it was made for. */
function withExtent(file: Bytes, { at, offset, bytes }: Piece): Bytes {
  const latest = bytes.map((byte, index) =>
    (file.stamps[offset + index] ?? -1) > at ? file.cells[offset + index]! : byte,
  )
  return reaching(put(file, offset, latest, at), offset + bytes.length)
}

function commit(disk: Disk, change: Change): void {
  if ('names' in change) {
    for (const { parent, name, holds } of change.names) {
      const directory = (disk.names[parent] ??= {})
      if (holds === null) delete directory[name]
      else directory[name] = holds
    }
  } else if ('file' in change) {
    const file = disk.files[change.file] ?? empty()
    disk.files[change.file] =
      'extent' in change
        ? withExtent(file, change.extent)
        : 'reaches' in change
          ? reaching(file, change.reaches)
          : shortened(file, change.truncateTo, change.at)
  }
}

/** Everything that may happen by itself: the journal goes on, delayed data gets blocks, and data is written back. */
function settle(worlds: readonly World[], without: Rule | undefined): World[] {
  const known = new Map(worlds.map((world) => [JSON.stringify(world), world]))
  const queue = [...worlds]
  for (let world = queue.pop(); world; world = queue.pop()) {
    for (const next of nexts(world, without)) {
      const key = JSON.stringify(next)
      if (known.has(key)) continue
      known.set(key, next)
      queue.push(next)
    }
  }
  return [...known.values()]
}

function* nexts(world: World, without: Rule | undefined): Generator<World> {
  const after = (change: (world: World) => void) => {
    const next = structuredClone(world)
    change(next)
    return next
  }
  if (world.journal.length > 0)
    yield after(({ disk, journal }) => commit(disk, (journal.shift() as Waiting).change))
  for (const inode of Object.keys(world.delayed).map(Number)) {
    if (world.delayed[inode]!.length === 0) continue
    yield after(({ delayed, journal }) => journal.push(joining(inode, delayed[inode]!.shift() as Piece)))
    if (without === 'data before size')
      yield after(({ delayed, journal }) => {
        const { offset, bytes } = delayed[inode]!.shift() as Piece
        journal.push({
          change: { file: inode, reaches: offset + bytes.length },
          touches: [inode],
          resizes: true,
        })
      })
  }
  for (const inode of Object.keys(world.loose).map(Number))
    for (const [at, piece] of world.loose[inode]!.entries()) {
      const isCutting = ({ change }: Waiting) => 'truncateTo' in change && change.file === inode
      if (piece.isCut && world.journal.some(isCutting)) continue
      yield after(({ disk, loose }) => {
        disk.files[inode] = put(disk.files[inode] ?? empty(), piece.offset, piece.bytes, piece.at)
        // What lay beneath is the page cache's no more.
        const end = piece.offset + piece.bytes.length
        loose[inode] = loose[inode]!.filter(
          (other, index) =>
            index > at ||
            (index < at && (other.offset >= end || other.offset + other.bytes.length <= piece.offset)),
        )
      })
    }
}

function piecesOf({ at: written, offset, bytes }: Piece, block: number, blocksEnd: number): Piece[] {
  const end = offset + bytes.length
  const middle = offset + bytes.length / 2
  const inner = Array.from({ length: end }, (_, at) => at).filter((at) => at > offset && at % block === 0)
  const nearest = inner.toSorted(
    (left, right) => Math.abs(left - middle) - Math.abs(right - middle) || right - left,
  )[0]
  const borders = [nearest, blocksEnd].filter((at) => at !== undefined && at > offset && at < end) as number[]
  const starts = [...new Set([offset, ...borders])].toSorted((left, right) => left - right)
  return starts.map((start, at) => ({
    at: written,
    offset: start,
    bytes: bytes.slice(start - offset, (starts[at + 1] ?? end) - offset),
  }))
}
