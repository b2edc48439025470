import { statsOf } from '../draft/attributes.ts'
import type { Draft } from '../draft/draft.ts'
import { Refusal } from '../outcome.ts'
import type { AtHandle, AtInode, AtPath } from '../requests.ts'
import type { Stats } from '../results.ts'
import { semanticsOf, type Prospect } from '../semantics.ts'
import { observationOfStats } from './observations.ts'
import { onOpenFile, onPaths } from './possible-errors.ts'
import { subjectOf } from './subject.ts'

/** stat(2), lstat(2), fstat(2): a look at everything that an inode shows. */
function look(follow: boolean) {
  return {
    work(draft: Draft, request: AtPath | AtHandle | AtInode): Stats | Refusal {
      const inode = subjectOf(draft, request, follow)
      return inode instanceof Refusal ? inode : statsOf(draft, inode)
    },
    observes: observationOfStats,
    mayFail: (request: AtPath | AtHandle | AtInode, prospect: Prospect) =>
      'path' in request ? onPaths(prospect, { always: ['EIO'] }) : onOpenFile(prospect, 'EIO'),
  }
}

export const stat = semanticsOf<'stat'>(look(true))
export const lstat = semanticsOf<'lstat'>(look(false))
export const fstat = semanticsOf<'fstat'>(look(true))
