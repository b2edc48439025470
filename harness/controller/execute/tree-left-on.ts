import type { PersistenceModel } from '../../faults/power-loss/alternative.ts'
import { treeWithout } from '../../faults/power-loss/index.ts'
import { ReplayDivergence } from '../../model/errors.ts'
import type { Tree } from '../../model/tree.ts'
import type { DiskRecord } from './disk-record.ts'

/**
 * What a disk holds once power is lost.
 *
 * @param missing effects that had not reached it
 * @param position of the latest step
 * @throws ReplayDivergence where what was asked of the disk does not have such effects.
 */
export function treeLeftOn(
  disk: DiskRecord | null,
  persistence: PersistenceModel,
  missing: readonly number[],
  position: number,
): Tree {
  const tree = disk && disk.unreadable === null ? treeWithout(disk.operations, persistence, missing) : null
  if (tree) return tree
  throw new ReplayDivergence(
    `power should be lost after step ${position} with effects ${missing.join(', ')} missing, but what was asked of the disk has no such effects, or they are on disk for certain`,
  )
}
