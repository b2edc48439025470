import type { Inode } from '../../model/file-system.ts'
import type { EntryOption } from './alternative.ts'
import type { Effect } from './effect.ts'
import type { DiskOperation } from './operation.ts'

/** What an operation does to names, in order: a rename gives the new name before it takes the old one away. */
export function entryEffects(operation: DiskOperation, at: number): Effect[] {
  switch (operation.kind) {
    case 'create':
    case 'link':
      return [{ kind: 'entry', at, entry: operation.entry, holds: operation.inode }]
    case 'remove':
      return [{ kind: 'entry', at, entry: operation.entry, holds: null }]
    case 'rename':
      return [
        { kind: 'entry', at, entry: operation.entry, holds: operation.inode },
        { kind: 'entry', at, entry: operation.from, holds: null },
      ]
    default:
      return []
  }
}

export interface History {
  readonly parent: Inode
  readonly name: string
  readonly changes: { readonly number: number; readonly holds: Inode | null; readonly durable: boolean }[]
}

/** By name, everything that was done to it. */
export function histories(effects: readonly Effect[], isDurable: (number: number) => boolean): History[] {
  const known = new Map<string, History>()
  for (const [number, effect] of effects.entries()) {
    if (effect.kind !== 'entry') continue
    const { parent, name } = effect.entry
    const key = `${parent}/${name}`
    const history = known.get(key) ?? { parent, name, changes: [] }
    known.set(key, history)
    history.changes.push({ number, holds: effect.holds, durable: isDurable(number) })
  }
  return [...known.values()]
}

/** Whatever a name has led to since it was last durable, the latest first. */
export function optionsOf({ changes }: History): EntryOption[] {
  const firstFree = changes.findLastIndex(({ durable }) => durable) + 1
  const options: EntryOption[] = []
  for (let kept = changes.length; kept >= firstFree; kept -= 1) {
    const holds = changes[kept - 1]?.holds ?? null
    if (options.some((option) => option.holds === holds)) continue
    options.push({ missing: changes.slice(kept).map(({ number }) => number), holds })
  }
  return options
}
