import { closeFile, openFileAt } from '../draft/open-files.ts'
import { refused } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { full, onOpenFile } from './possible-errors.ts'

/** close(2). What was written may come to nothing as late as here; the descriptor is given back all the same. */
export const close = semanticsOf<'close'>({
  work(draft, { handle }) {
    const file = openFileAt(draft, handle)
    if (!file) return refused('EBADF')
    closeFile(draft, handle, file)
    return nothing
  },
  observes: () => null,
  mayFail: (_, prospect) => onOpenFile(prospect, 'EIO', ...full, 'EINTR'),
})
