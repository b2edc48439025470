import type { Effect } from './effect.ts'

/** A page of memory, and a block of nearly every file system. */
export const blockBytes = 4096

/** Where a write is torn: it reaches the disk as a whole, or in two parts that end and begin at this offset. */
export type Tear = (offset: number, bytes: number) => number | null

/** In the middle, whatever the blocks are: as ALICE does where it splits by count. */
export const tearAnywhere: Tear = (offset, bytes) => (bytes > 1 ? offset + Math.ceil(bytes / 2) : null)

/** At the border of two blocks that is nearest to the middle. A block is written as a whole. */
export function tearBetweenBlocks(block: number): Tear {
  return (offset, bytes) => {
    const border = Math.round((offset + bytes / 2) / block) * block
    return border > offset && border < offset + bytes ? border : null
  }
}

/** The bytes of one write, cut at the given offsets where they lie within it. */
export function cut(offset: number, data: Uint8Array, borders: readonly (number | null)[]) {
  const end = offset + data.length
  const inner = borders.filter((border) => border !== null && border > offset && border < end) as number[]
  const starts = [...new Set([offset, ...inner])].toSorted((left, right) => left - right)
  return starts.map((start, index) => {
    const stop = starts[index + 1] ?? end
    return { start, bytes: data.subarray(start - offset, stop - offset) }
  })
}

/** The two effects of a piece: its bytes, and that the file reaches so far. */
export function effectsOfPiece(
  at: number,
  inode: number,
  { start, bytes }: { start: number; bytes: Uint8Array },
): Effect[] {
  return [
    { kind: 'size', at, inode, atLeast: start + bytes.length },
    { kind: 'data', at, inode, offset: start, bytes },
  ]
}
