import { digestOfBytes } from '../../model/digest.ts'
import type { Inode } from '../../model/file-system.ts'
import type { StandingNames } from './alternative.ts'
import { changed, emptyFile, type Effect } from './effect.ts'

/** What is on disk of a name for certain, and what it may have led to since, each with when. */
export interface StandingEntry {
  readonly parent: Inode
  readonly name: string
  readonly holds: Inode | null
  readonly since: readonly { readonly holds: Inode | null; readonly when: unknown }[]
}

/** Names that may lead somewhere, in order. */
export function entriesStanding(entries: readonly StandingEntry[], names: StandingNames): unknown[] {
  const called = (inode: Inode | null) => inode && names.inode(inode)
  const standing = entries
    .filter(({ holds, since }) => holds !== null || since.length > 0)
    .map(({ parent, name, holds, since }) => [
      names.entry(parent, name),
      called(holds),
      since.map(({ holds: later, when }) => [called(later), when]),
    ])
  return inOrder(standing)
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
