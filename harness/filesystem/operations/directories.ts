import type { Draft } from '../draft/draft.ts'
import { make } from '../draft/entries.ts'
import { Refusal } from '../outcome.ts'
import type { AtPath } from '../requests.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { freePlace } from './free-place.ts'
import { denied, full, onPaths } from './possible-errors.ts'

function makeDirectory(draft: Draft, where: AtPath, permissions: number): typeof nothing | Refusal {
  const place = freePlace(draft, where, 'directory')
  if (place instanceof Refusal) return place
  const isWrong = place.refusal()
  if (isWrong) return isWrong
  make(draft, place.entry, { kind: 'directory', permissions })
  return nothing
}

/** mkdir(2). */
export const mkdir = semanticsOf<'mkdir'>({
  work: (draft, { permissions, ...where }) => makeDirectory(draft, where, permissions),
  observes: () => null,
  mayFail: (_, prospect) => onPaths(prospect, { instead: [...denied, ...full], always: ['EIO'] }),
})

/** mkdtemp(3), one attempt. */
export const mkdtemp = semanticsOf<'mkdtemp'>({
  work: (draft, where) => makeDirectory(draft, where, 0o700),
  observes: () => null,
  mayFail: (_, prospect) => onPaths(prospect, { instead: [...denied, ...full], always: ['EIO'] }),
})
