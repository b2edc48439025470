import type { Draft } from '../draft/draft.ts'
import { noteSync, openFileAt } from '../draft/open-files.ts'
import { refused, type Refusal } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf, type Prospect } from '../semantics.ts'
import { full, onOpenFile } from './possible-errors.ts'

/** fsync(2) and fdatasync(2). Nobody sees what is on disk: it makes a difference to a power loss alone. */
function sync(dataOnly: boolean) {
  return {
    work(draft: Draft, { handle }: { readonly handle: number }): typeof nothing | Refusal {
      const file = openFileAt(draft, handle)
      if (!file) return refused('EBADF')
      noteSync(draft, file, dataOnly)
      return nothing
    },
    observes: () => null,
    mayFail: (_: unknown, prospect: Prospect) => onOpenFile(prospect, 'EIO', ...full, 'EINTR'),
  }
}

export const fsync = semanticsOf<'fsync'>(sync(false))
export const fdatasync = semanticsOf<'fdatasync'>(sync(true))
