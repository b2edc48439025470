import type { ShownInode } from '../../model/shown-inode.ts'
import { undated, type InodeNumber } from '../inode.ts'
import { valueAt } from '../ordered-map.ts'
import type { Store } from '../store.ts'
import { millisOf } from './units.ts'

/** What whoever looks at an inode is shown beside what the system tells. */
export function shownIn({ inodes }: Store, number: InodeNumber, nowMicros: number): ShownInode {
  const inode = valueAt(inodes, number)
  if (!inode) return { number }
  const { modifiedNanos, changedNanos, bornNanos } = inode
  return {
    number,
    // A look dates what nobody has looked at since its list has changed.
    changedMillis: modifiedNanos === undated ? Math.floor(nowMicros / 1000) : millisOf(changedNanos),
    bornMillis: millisOf(bornNanos),
  }
}
