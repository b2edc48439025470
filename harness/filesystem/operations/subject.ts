import type { Draft } from '../draft/draft.ts'
import { openFileAt } from '../draft/open-files.ts'
import type { InodeNumber } from '../inode.ts'
import { refused, type Refusal } from '../outcome.ts'
import type { AtHandle, AtInode, AtPath } from '../requests.ts'
import { Walk } from '../walk.ts'

/**
 * The inode that an operation is about, however the caller names it.
 *
 * @param follow whether a symbolic link in the last place of a path is followed
 */
export function subjectOf(
  draft: Draft,
  request: AtPath | AtHandle | AtInode,
  follow = true,
): InodeNumber | Refusal {
  if ('handle' in request) return openFileAt(draft, request.handle)?.inode ?? refused('EBADF')
  if ('inode' in request) return draft.isKnown(request.inode) ? request.inode : refused('ESTALE')
  return new Walk(draft).to(request, follow)
}
