import { count } from '../../model/count.ts'
import type { PersistenceModel } from './alternative.ts'
import { bytesOf, diskWithout, type Disk } from './disk.ts'
import type { Effect } from './effect.ts'
import type { DiskOperation } from './operation.ts'
import { kindsIn, pathsOf } from './tree.ts'

/**
 * What a power loss has lost, a sentence each: `the rename of tmp#1 to s1.json is on disk, the data is not: …`. Empty
 * where everything is there.
 */
export function describeLoss(
  operations: readonly DiskOperation[],
  model: PersistenceModel,
  missing: readonly number[],
): string[] {
  const { effects } = model.lay(operations)
  const whole = diskWithout(effects, new Set())
  const left = diskWithout(effects, new Set(missing))
  const lost = missing.flatMap((number) => {
    const effect = effects[number]
    return effect?.kind === 'entry' && leadsElsewhere(effect, whole, left) ? [effect] : []
  })
  const names = operations.flatMap((operation, at) => {
    const parts = lost.filter((effect) => effect.at === at)
    return parts.length === 0 ? [] : [describeName(operation, parts)]
  })
  return [...names, ...lostData(operations, effects, whole, left)]
}

type EntryEffect = Extract<Effect, { kind: 'entry' }>

function leadsElsewhere({ entry: { parent, name } }: EntryEffect, one: Disk, other: Disk): boolean {
  return one.names.get(parent)?.get(name) !== other.names.get(parent)?.get(name)
}

function describeName(operation: DiskOperation, lost: readonly EntryEffect[]): string {
  switch (operation.kind) {
    case 'rename': {
      const [from, to] = [operation.from.path, operation.entry.path]
      const rename = `the rename of ${from} to ${to}`
      if (lost.length === 2) return `${rename} is not on disk`
      return lost[0]?.holds === null
        ? `${rename} is on disk only in part: both names are there`
        : `${rename} is on disk only in part: ${from} is gone, and ${to} does not lead to it`
    }
    case 'remove':
      return `the removal of ${operation.entry.path} is not on disk`
    default:
      return `the directory entry of ${lost[0]?.entry.path} is not on disk`
  }
}

/** Of files that are still to be found, and are the right ones. */
function lostData(
  operations: readonly DiskOperation[],
  effects: readonly Effect[],
  whole: Disk,
  left: Disk,
): string[] {
  const kinds = kindsIn(operations)
  return pathsOf(left.names, kinds).flatMap(([path, inode]) => {
    if (kinds.get(inode)?.node !== 'file') return []
    const difference = compare(bytesOf(whole, inode), bytesOf(left, inode))
    if (difference === null) return []
    const name = path.slice(path.lastIndexOf('/') + 1)
    const latest = effects.findLast(
      (effect) => effect.kind === 'entry' && effect.holds === inode && effect.entry.name === name,
    )
    const operation = operations[latest?.at ?? -1]
    const shown = latest?.kind === 'entry' ? latest.entry.path : path
    return operation?.kind === 'rename'
      ? [`the rename of ${operation.from.path} to ${shown} is on disk, the data is not: ${difference}`]
      : [`the name ${shown} is on disk, the data is not: ${difference}`]
  })
}

/** How what is left differs from what it should be; null where it does not. */
function compare(whole: Uint8Array, left: Uint8Array): string | null {
  const common = Math.min(whole.length, left.length)
  const differing = Array.from({ length: common }, (_, at) => at).filter((at) => whole[at] !== left[at])
  if (differing.length === 0 && whole.length === left.length) return null
  if (left.length === 0) return `none of its ${count(whole.length, 'byte')}`
  const size = `it has ${count(left.length, 'byte')} instead of ${whole.length}`
  const [first, last] = [differing[0], differing.at(-1)]
  if (first === undefined || last === undefined) return size
  const what = differing.every((at) => left[at] === 0) ? 'zeros' : 'not what was written last'
  const where = first === last ? `byte ${first} is` : `bytes ${first} to ${last} are`
  return left.length === whole.length ? `${where} ${what}` : `${size}, and ${where} ${what}`
}
