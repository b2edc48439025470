import { sizeOfFile, writeFile } from '../draft/data.ts'
import { moveTo, openFileAt, positionOf } from '../draft/open-files.ts'
import { dropPrivileges } from '../draft/permissions.ts'
import { refused } from '../outcome.ts'
import { semanticsOf } from '../semantics.ts'
import { full, onOpenFile } from './possible-errors.ts'
import { mostBytesAtOnce } from './read.ts'

/**
 * write(2) and pwrite(2). With O_APPEND, Linux writes at the end even where a position is given (pwrite(2), BUGS).
 * Nothing to write leaves everything as it is.
 */
export const write = semanticsOf<'write'>({
  work(draft, { handle, data, position }) {
    const file = openFileAt(draft, handle)
    if (!file?.writes) return refused('EBADF')
    const bytes = Math.min(data.length, mostBytesAtOnce)
    if (bytes === 0) return { bytes }
    const { inode, appends, isSynchronous } = file
    const start = appends ? sizeOfFile(draft, inode) : (position ?? positionOf(draft, file))
    writeFile(draft, inode, start, data.subarray(0, bytes), isSynchronous)
    dropPrivileges(draft, inode)
    if (position === undefined) moveTo(draft, file, start + bytes)
    return { bytes }
  },
  observes: ({ bytes }) => bytes,
  mayFail: ({ data }, prospect) => (data.length > 0 ? onOpenFile(prospect, ...full, 'EIO', 'EINTR') : []),
})
