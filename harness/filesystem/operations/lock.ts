import type { Draft } from '../draft/draft.ts'
import { noteLock, openFileAt } from '../draft/open-files.ts'
import { refused, type Refusal } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'

/**
 * flock(2) and the locks of fcntl(2). Who holds which is for those to know who serve the files: a step that has to wait
 * is not offered. What is left is their order, which matters to everybody who locks the same file.
 */
function locking() {
  return {
    work(draft: Draft, { handle }: { readonly handle: number }): typeof nothing | Refusal {
      const file = openFileAt(draft, handle)
      if (!file) return refused('EBADF')
      noteLock(draft, file)
      return nothing
    },
    observes: () => null,
    mayFail: () => [],
  }
}

export const lock = semanticsOf<'lock'>(locking())
export const unlock = semanticsOf<'unlock'>(locking())
