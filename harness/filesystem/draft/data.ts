import { bytesAt, truncated, withBytes, withRoom } from '../bytes.ts'
import type { InodeNumber, Nanos } from '../inode.ts'
import type { Draft } from './draft.ts'

const secondNanos = 1_000_000_000n
const daySeconds = 86_400n

export function sizeOfFile(draft: Draft, number: InodeNumber): number {
  draft.notes?.reads('data', number)
  return draft.inodeOf('file', number).data.size
}

export function readFile(draft: Draft, number: InodeNumber, position: number, length: number): Uint8Array {
  draft.notes?.reads('data', number)
  return bytesAt(draft.inodeOf('file', number).data, position, length)
}

/** @param data the caller may use that buffer again */
export function writeFile(
  draft: Draft,
  number: InodeNumber,
  position: number,
  data: Uint8Array,
  synchronous: boolean,
): void {
  const file = draft.inodeOf('file', number)
  noteData(draft, number)
  draft.put(number, {
    ...file,
    data: draft.options.keepsData
      ? withBytes(file.data, position, data.slice())
      : withRoom(file.data, position + data.length),
    ...draft.fresh.ofData,
  })
  draft.notes?.disk.push({ kind: 'write', inode: number, offset: position, data, synchronous })
}

/** @param keepsTimes whether a length that it has already leaves the times alone */
export function truncateFile(draft: Draft, number: InodeNumber, length: number, keepsTimes = false): void {
  const file = draft.inodeOf('file', number)
  noteData(draft, number)
  const isSame = keepsTimes && file.data.size === length
  const times = isSame ? {} : draft.fresh.ofData
  draft.put(number, { ...file, ...times, data: truncated(file.data, length) })
  draft.notes?.disk.push({ kind: 'truncate', inode: number, length })
}

/** Reading, listing and following move the access time, as the mount has it (mount(8), `relatime`). */
export function touchAccessTime(draft: Draft, number: InodeNumber): void {
  if (draft.options.accessTimes === 'noatime') return
  draft.notes?.reads('times', number)
  draft.notes?.alters('times', number)
  const inode = draft.inode(number)
  if (isAccessTimeOld(inode, draft.nowNanos)) draft.put(number, { ...inode, accessedNanos: draft.nowNanos })
}

interface Times {
  readonly accessedNanos: Nanos
  readonly modifiedNanos: Nanos
  readonly changedNanos: Nanos
}

function isAccessTimeOld({ accessedNanos, modifiedNanos, changedNanos }: Times, nowNanos: Nanos): boolean {
  if (modifiedNanos >= accessedNanos || changedNanos >= accessedNanos) return true
  return nowNanos / secondNanos - accessedNanos / secondNanos >= daySeconds
}

function noteData({ notes }: Draft, number: InodeNumber): void {
  notes?.changes('data', number)
  notes?.alters('times', number)
}
