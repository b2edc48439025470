import { digestOfBytes } from '../model/digest.ts'
import { fingerprintOf } from './fingerprint.ts'
import { entriesBelow, sizeOf, sumOf, valueAt, withEntry, type OrderedMap } from './ordered-map.ts'

/** A page of tmpfs, and what its files grow by. */
export const pageBytes = 4096

/**
 * The data of a file, never changed: what changes it gives another, which shares all pages but those that were written.
 * A page that is missing is a hole, and reads as zeros.
 *
 * Invariants: no page has more than `pageBytes` bytes, and none holds bytes at or beyond `size`. Where one has fewer, zeros follow.
 */
export interface Bytes {
  readonly size: number
  readonly pages: OrderedMap<number, Uint8Array>
}

export const noBytes: Bytes = { size: 0, pages: null }

/** What `read` gives: fewer bytes at the end of the file, none beyond it. */
export function bytesAt({ size, pages }: Bytes, position: number, length: number): Uint8Array {
  const end = Math.min(size, position + length)
  if (position >= end) return new Uint8Array(0)
  const found = new Uint8Array(end - position)
  for (let start = position; start < end;) {
    const [page, from] = placeOf(start)
    const until = Math.min(end, (page + 1) * pageBytes)
    const held = valueAt(pages, page)
    if (held) found.set(held.subarray(from, from + until - start), start - position)
    start = until
  }
  return found
}

/** All bytes after `data` was written at a position, which may lie beyond the end. */
export function withBytes(before: Bytes, position: number, data: Uint8Array): Bytes {
  let { pages } = before
  for (let done = 0; done < data.length;) {
    const [page, from] = placeOf(position + done)
    const piece = data.subarray(done, done + pageBytes - from)
    pages = withEntry(pages, page, overlaid(valueAt(pages, page), from, piece))
    done += piece.length
  }
  return { size: data.length === 0 ? before.size : Math.max(before.size, position + data.length), pages }
}

/** So many bytes at least, whatever they are. */
export function withRoom({ size, pages }: Bytes, least: number): Bytes {
  return { size: Math.max(size, least), pages }
}

/** All bytes up to a length; zeros where there were none before. */
export function truncated({ size, pages }: Bytes, length: number): Bytes {
  if (length >= size) return { size: length, pages }
  const [last, within] = placeOf(length)
  const kept = entriesBelow(pages, within === 0 ? last : last + 1)
  const cut = valueAt(kept, last)
  return {
    size: length,
    pages: cut && cut.length > within ? withEntry(kept, last, cut.slice(0, within)) : kept,
  }
}

/** In units of 512 bytes, as `stat` counts what a file takes on tmpfs: whole pages, and none for a hole. */
export function blocksOf({ pages }: Bytes): number {
  return sizeOf(pages) * (pageBytes / 512)
}

/** Stands for the data, holes included, since `blocks` tells them from zeros. */
export function fingerprintOfData({ size, pages }: Bytes): string {
  return `${size} ${sumOf(pages, fingerprintOfPage).toString(36)}`
}

function placeOf(position: number): [page: number, within: number] {
  const page = Math.floor(position / pageBytes)
  return [page, position - page * pageBytes]
}

function overlaid(before: Uint8Array | undefined, from: number, piece: Uint8Array): Uint8Array {
  const after = new Uint8Array(Math.max(before?.length ?? 0, from + piece.length))
  if (before) after.set(before)
  after.set(piece, from)
  return after
}

const known = new WeakMap<Uint8Array, string>()

/** Zeros at the end make no difference, whether they were written or not. */
function fingerprintOfPage(page: number, bytes: Uint8Array): bigint {
  let content = known.get(bytes)
  if (content === undefined) {
    let end = bytes.length
    while (end > 0 && bytes[end - 1] === 0) end -= 1
    content = digestOfBytes(bytes.subarray(0, end))
    known.set(bytes, content)
  }
  return fingerprintOf(`page ${page} ${content}`)
}
