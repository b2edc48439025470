import type { Inode } from '../../model/file-system.ts'
import {
  distinct,
  type Alternative,
  type FileSearch,
  type PersistenceModel,
  type Fate,
} from './alternative.ts'
import { histories, optionsOf } from './entries.ts'
import { Journal } from './journal.ts'
import { blockBytes } from './pieces.ts'

/**
 * ext4 as it is mounted by default: data=ordered, delayed allocation, auto_da_alloc (Linux,
 * Documentation/admin-guide/ext4.rst and filesystems/ext4/journal.rst; fs/ext4/inode.c, namei.c, file.c, fsync.c).
 *
 * - Names, truncations and sizes go through the journal: what is on disk is all that was asked for up to some moment,
 *   and nothing after it.
 * - Data for new blocks is *delayed*: block and size get into the journal at a moment of their own, some time after the
 *   write, or never. Within a file these moments come in the order of the writes. Data is on disk before the journal says
 *   that the file reaches so far: what is there of a file is never zeros that nobody wrote.
 * - Data for blocks that the file has had since it was last flushed (it is overwritten, or appended within its last
 *   block) goes to disk at any time, or not; the size goes into the journal with the write. So the end of a file that was
 *   appended to within a block may be zeros.
 * - A write is torn between two blocks, never within one; here at one such border at most.
 *
 * A file is flushed, its delayed data put into the journal,
 * - by `rename` over an existing name (auto_da_alloc: `ext4_rename`), before the rename itself;
 * - by `close` after it was truncated to nothing (auto_da_alloc: `ext4_release_file`): before whatever comes next;
 * - by `fsync` and `fdatasync`.
 *
 * `fsync` waits for the file's data, overwritten or new, and commits the journal up to the latest operation on the inode:
 * creation, renaming and links are among them, so the entry that names it is covered; for a directory, any change of an
 * entry. As the journal is in order, all that came before is covered as well. `fdatasync` of a file commits up to the
 * latest change of its size, and thus its creation, but no later rename. A write by a descriptor with O_SYNC or O_DSYNC
 * is followed by an `fsync`.
 *
 * Less than may happen: part of a file's delayed data written back before the rest is written, after which auto_da_alloc
 * has nothing left to flush; holes filled out of order; the mount options noauto_da_alloc, nobarrier, data=writeback;
 * `fdatasync` of a directory counts as `fsync`. More than does happen: holes below the end of a flushed file count as
 * blocks that it has. Fast commits (fast_commit, not a default) are not modelled, nor are modes, owners and times.
 */
export const ext4: PersistenceModel = ext4With(blockBytes)

/** For tests, which can do with smaller blocks. @param block their size, in bytes */
export function ext4With(block: number): PersistenceModel {
  return {
    name: 'ext4',
    lay(operations) {
      const journal = new Journal(block)
      for (const operation of operations) journal.take(operation)
      return {
        effects: journal.effects,
        isCertain: (number) => journal.isCertain(number),
        // Later moments first: they lose less.
        alternatives: (search) =>
          journal.moments.toReversed().map((moment) => onDiskAt(journal, moment, search)),
        standing: (names) => journal.standing(names),
      }
    },
  }
}

/** The disk once the journal is there up to the operation of the given number, and with it no data that came later. */
function onDiskAt(journal: Journal, moment: number, search: FileSearch): Alternative {
  const { effects } = journal
  const isOff = (number: number) => journal.isJournaled(number) && (effects[number]?.at ?? 0) > moment
  const missing = [...effects.keys()].filter((number) => effects[number]?.kind === 'entry' && isOff(number))
  const entries = histories(effects, () => true).map(({ parent, name, changes }) => {
    const kept = changes.filter(({ number }) => !isOff(number))
    return { parent, name, options: optionsOf({ parent, name, changes: kept }) }
  })
  const files = journal.files.map((inode) => ({ inode, options: filesAt(journal, inode, moment, search) }))
  return { missing, entries, files }
}

function filesAt(journal: Journal, inode: Inode, moment: number, search: FileSearch) {
  const { least, most } = journal.delayedAt(inode, moment)
  const options = Array.from({ length: most - least + 1 }, (_, index) => {
    const written = most - index
    const effects = journal.effectsOf(inode).map(({ number, effect, way }) => ({
      number,
      effect,
      fate: fateOf(way, effect.at, { moment, written }),
    }))
    return search.optionsOf(effects)
  })
  return distinct(options.flat())
}

type Way = ReturnType<Journal['effectsOf']>[number]['way']

function fateOf(way: Way, at: number, { moment, written }: { moment: number; written: number }): Fate {
  switch (way.kind) {
    case 'journaled':
      return at <= moment ? 'on' : 'off'
    case 'delayed':
      return way.turn < written ? 'on' : 'off'
    case 'loose':
      return way.synced ? 'on' : 'free'
  }
}
