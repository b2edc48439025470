import { readFile, touchAccessTime } from '../draft/data.ts'
import { moveTo, openFileAt, positionOf } from '../draft/open-files.ts'
import { refused } from '../outcome.ts'
import { semanticsOf } from '../semantics.ts'
import { observationOfBytes } from './observations.ts'
import { onOpenFile } from './possible-errors.ts'

/** `MAX_RW_COUNT`: more is not moved at once (read(2), NOTES). */
export const mostBytesAtOnce = 0x7ffff000

/** read(2) and pread(2). */
export const read = semanticsOf<'read'>({
  work(draft, { handle, bytes, position }) {
    const file = openFileAt(draft, handle)
    if (!file?.reads) return refused('EBADF')
    if (draft.kindOf(file.inode) === 'directory') return refused('EISDIR')
    const start = position ?? positionOf(draft, file)
    const data = readFile(draft, file.inode, start, Math.min(bytes, mostBytesAtOnce))
    if (bytes > 0 && !file.keepsAccessTime) touchAccessTime(draft, file.inode)
    if (position === undefined) moveTo(draft, file, start + data.length)
    return { data }
  },
  observes: ({ data }) => observationOfBytes(data),
  mayFail: (_, prospect) => onOpenFile(prospect, 'EIO', 'EINTR'),
})
