import { isTemporary, type CanonicalNames } from '../../model/canonical-names.ts'
import type { FileOperation } from '../../model/step.ts'
import { byBytes } from '../by-bytes.ts'
import type { Results } from '../results.ts'

/** Told apart from what else an observation tells. */
const mark = ' listed '

/** What a name has in common with others that are numbered as it is. */
export function shapeOf(part: string): string {
  return part.replaceAll(/\d+/g, '#')
}

/**
 * What a list of names tells beside the files that it names: in which order they come, and how those are called whose
 * names are the same every time. What its reader does may follow from either.
 *
 * @param lasting shapes of such names
 */
export function listedIn(
  result: Results[FileOperation],
  names: CanonicalNames,
  lasting: ReadonlySet<string>,
): string {
  if (!('entries' in result) || !result.entries.some(({ name }) => isTemporary(name))) return ''
  const listed = result.entries.map(({ name }) => ({ name, part: names.pathOf(name) }))
  const inOrder = listed.toSorted((one, other) => byBytes(one.part, other.part))
  return mark + inOrder.map(({ name, part }) => (lasting.has(shapeOf(part)) ? part : name)).join('/')
}
