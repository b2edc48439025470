import { digestOfBytes } from '../../model/digest.ts'
import type { Inode } from '../../model/file-system.ts'
import type { StandingNames } from './alternative.ts'
import { changed, emptyFile, type Effect } from './effect.ts'
import type { History } from './entries.ts'

/**
 * Names that may lead somewhere, in order: what is on disk for certain, and all that they were made to lead to since.
 *
 * @param whenOf what is known of when an effect reaches the disk that may be missing, by its number
 */
export function entriesStanding(
  all: readonly History[],
  whenOf: (number: number) => unknown,
  names: StandingNames,
): unknown[] {
  const called = (inode: Inode | null) => inode && names.inode(inode)
  const standing = all.map(({ parent, name, changes }) => {
    const last = changes.findLastIndex(({ durable }) => durable)
    const since = changes.slice(last + 1).map(({ number, holds }) => [called(holds), whenOf(number)])
    return [names.entry(parent, name), called(changes[last]?.holds ?? null), since] as const
  })
  return inOrder(standing.filter(([, holds, since]) => holds !== null || since.length > 0))
}

/** An effect on a file, with what is known of when it reaches the disk; null where it has, whatever happens. */
export interface StandingEffect {
  readonly effect: Effect
  readonly when: unknown
}

/** A file: what it holds by all that is on disk for certain, up to the first effect that is not, and all that came then. */
export function fileStanding(effects: readonly StandingEffect[]): unknown[] {
  const first = effects.findIndex(({ when }) => when !== null)
  const certain = first === -1 ? effects : effects.slice(0, first)
  const { size, blocks } = certain.reduce((file, { effect }) => changed(file, effect), emptyFile)
  const rest = first === -1 ? [] : effects.slice(first)
  return [size, digestOfBytes(blocks), rest.map(({ effect, when }) => [plainly(effect), when])]
}

/** Lists that begin with a name, in the order of those. */
export function inOrder<T extends readonly unknown[]>(lists: readonly T[]): T[] {
  return lists.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1))
}

function plainly(effect: Effect): unknown[] {
  switch (effect.kind) {
    case 'entry':
      return []
    case 'data':
      return ['data', effect.offset, digestOfBytes(effect.bytes)]
    case 'size':
      return ['size', effect.atLeast]
    case 'truncate':
      return ['truncate', effect.length]
  }
}
