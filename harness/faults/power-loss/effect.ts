import type { Inode } from '../../model/file-system.ts'
import type { Entry } from './operation.ts'

/**
 * The smallest thing that can reach the disk, or not, by itself: what Pillai et al. call a micro-operation (All File
 * Systems Are Not Created Equal, OSDI 2014, section 3.2). What is on disk after a power loss is the outcome of some of
 * the effects, in the order in which they were asked for; a persistence model tells which of them may be missing.
 */
export type Effect = {
  /** The operation that it is a part of, counted from 0. */
  readonly at: number
} & (
  | { readonly kind: 'entry'; readonly entry: Entry; readonly holds: Inode | null }
  /** Bytes in the file's blocks, whether or not its size reaches so far. */
  | { readonly kind: 'data'; readonly inode: Inode; readonly offset: number; readonly bytes: Uint8Array }
  /** The file has at least so many bytes. */
  | { readonly kind: 'size'; readonly inode: Inode; readonly atLeast: number }
  /** The file has so many bytes, and what was beyond is gone for good. */
  | { readonly kind: 'truncate'; readonly inode: Inode; readonly length: number }
)

/** The inode whose data or size an effect changes; null for an entry. */
export function fileOf(effect: Effect): Inode | null {
  return effect.kind === 'entry' ? null : effect.inode
}

/** A file as it is on disk. Invariant: never changed, so that two states can share one. */
export interface FileData {
  readonly size: number
  /** All that was ever written and not truncated, also beyond `size`; zeros where nothing was. */
  readonly blocks: Uint8Array
}

export const emptyFile: FileData = { size: 0, blocks: new Uint8Array(0) }

/** A file after one effect on it. */
export function changed(file: FileData, effect: Effect): FileData {
  switch (effect.kind) {
    case 'entry':
      return file
    case 'data': {
      const end = effect.offset + effect.bytes.length
      const blocks = new Uint8Array(Math.max(end, file.blocks.length))
      blocks.set(file.blocks)
      blocks.set(effect.bytes, effect.offset)
      return { size: file.size, blocks }
    }
    case 'size':
      return { size: Math.max(file.size, effect.atLeast), blocks: file.blocks }
    case 'truncate':
      return { size: effect.length, blocks: file.blocks.slice(0, effect.length) }
  }
}

/** The bytes that `read` gives. */
export function contentOf({ size, blocks }: FileData): Uint8Array {
  if (blocks.length >= size) return blocks.subarray(0, size)
  const bytes = new Uint8Array(size)
  bytes.set(blocks)
  return bytes
}
