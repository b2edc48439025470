import { truncateFile } from '../draft/data.ts'
import { openFileAt } from '../draft/open-files.ts'
import { dropPrivileges, isPermitted, mayWrite } from '../draft/permissions.ts'
import { Refusal, refused } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { onOpenFile } from './possible-errors.ts'
import { subjectOf } from './subject.ts'

/**
 * truncate(2) and ftruncate(2). By a path, a length that the file has already leaves its times alone; by a descriptor
 * it sets them (`do_truncate` in fs/open.c).
 */
export const truncate = semanticsOf<'truncate'>({
  work(draft, request) {
    const inode = subjectOf(draft, request)
    if (inode instanceof Refusal) return inode
    const kind = draft.kindOf(inode)
    if ('handle' in request) {
      if (kind !== 'file' || openFileAt(draft, request.handle)?.writes !== true) return refused('EINVAL')
    } else {
      if (kind === 'directory') return refused('EISDIR')
      if (kind === 'link') return refused('EINVAL')
      if (!isPermitted(draft, inode, mayWrite)) return refused('EACCES')
    }
    truncateFile(draft, inode, request.length, !('handle' in request))
    dropPrivileges(draft, inode)
    return nothing
  },
  observes: () => null,
  mayFail: (_, prospect) => onOpenFile(prospect, 'EIO', 'EINTR'),
})
