import type { Inode } from '../../model/file-system.ts'
import type { PersistenceModel, FatedEffect } from './alternative.ts'
import { fileOf, type Effect } from './effect.ts'
import { entryEffects, histories, optionsOf } from './entries.ts'
import type { DiskOperation } from './operation.ts'
import { cut, effectsOfPiece, tearAnywhere } from './pieces.ts'
import { entriesStanding, fileStanding, inOrder } from './standing.ts'

/**
 * What POSIX leaves open, as ALICE's default persistence model reads it (Pillai et al., All File Systems Are Not
 * Created Equal, OSDI 2014, section 3.2; `alicedefaultfs.py` of its sources). It finds what some file system may do,
 * also one that is still to come; hardly any does all of it.
 *
 * An operation is made of effects, each of which reaches the disk by itself, in any order:
 * - a name (`open` that creates, `mkdir`, `symlink`, `link`, `unlink`, `rmdir`): the entry leads where it then should;
 * - `rename`: the new entry leads to the file, and the old one is gone: two effects, so that both names may be there
 *   afterwards, or neither. A new name that had led to another file leads to one of the two: an entry is replaced in one
 *   piece;
 * - a write: torn in two in the middle, and of either part that the file reaches so far, and its bytes. So appended
 *   data may be missing, zeros where the size has grown without them, or torn; overwritten data may be the earlier;
 * - a truncation: the size, and that what was beyond reads as zeros should the file grow again.
 *
 * There is no order but this (fsync(2), open(2); POSIX.1-2024, fsync, Rationale: what it covers is up to the system):
 * - `fsync` or `fdatasync` of a file: every earlier effect on its data and size is on disk, by whatever descriptor.
 *   Its names are not covered;
 * - either of a directory: every earlier effect on the entries in it. That the directory itself has a name is up to the
 *   one above;
 * - a write by a descriptor with O_SYNC or O_DSYNC: its own effects, and no others.
 *
 * Less than may happen: blocks with stale or random bytes (here they are zeros), a write torn in more than two parts, an
 * entry that is neither the old nor the new one. Nothing is said of modes, owners and times: after a power loss they are
 * as for new files. More than does happen: a directory that was renamed may be found under both names.
 */
export const posix: PersistenceModel = {
  name: 'posix',
  lay(operations) {
    const effects = operations.flatMap(effectsOf)
    const durable = durableEffects(operations, effects)
    return {
      effects,
      isCertain: (number) => durable.has(number),
      alternatives(search) {
        const entries = histories(effects, (number) => durable.has(number)).map((history) => ({
          parent: history.parent,
          name: history.name,
          options: optionsOf(history),
        }))
        const files = [...filesOf(effects, durable)].map(([inode, own]) => ({
          inode,
          options: search.optionsOf(own),
        }))
        return [{ missing: [], entries, files }]
      },
      standing(names) {
        const entries = histories(effects, (number) => durable.has(number))
        const files = [...filesOf(effects, durable)].map(([inode, own]) => [
          names.inode(inode),
          fileStanding(own.map(({ effect, fate }) => ({ effect, when: fate === 'on' ? null : fate }))),
        ])
        return [entriesStanding(entries, () => null, names), inOrder(files)]
      },
    }
  },
}

function effectsOf(operation: DiskOperation, at: number): Effect[] {
  switch (operation.kind) {
    case 'write': {
      const { inode, offset, data } = operation
      const pieces = cut(offset, data, [tearAnywhere(offset, data.length)])
      return pieces.flatMap((piece) => effectsOfPiece(at, inode, piece))
    }
    case 'truncate':
      return [{ kind: 'truncate', at, inode: operation.inode, length: operation.length }]
    default:
      return entryEffects(operation, at)
  }
}

function durableEffects(operations: readonly DiskOperation[], effects: readonly Effect[]): Set<number> {
  const durable = new Set<number>()
  for (const [at, operation] of operations.entries()) {
    const isCovered = (effect: Effect): boolean => {
      if (operation.kind === 'write') return operation.synchronous && effect.at === at
      if (operation.kind !== 'sync' || effect.at > at) return false
      return operation.inode === (effect.kind === 'entry' ? effect.entry.parent : effect.inode)
    }
    for (const [number, effect] of effects.entries()) if (isCovered(effect)) durable.add(number)
  }
  return durable
}

/** By file, its effects, in order. */
function filesOf(effects: readonly Effect[], durable: ReadonlySet<number>): Map<Inode, FatedEffect[]> {
  const byFile = new Map<Inode, FatedEffect[]>()
  for (const [number, effect] of effects.entries()) {
    const inode = fileOf(effect)
    if (inode === null) continue
    const own = byFile.get(inode) ?? []
    byFile.set(inode, own)
    own.push({ number, effect, fate: durable.has(number) ? 'on' : 'free' })
  }
  return byFile
}
