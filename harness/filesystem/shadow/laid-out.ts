import { aheadSeconds } from '../../model/clock.ts'
import { digestOf } from '../../model/digest.ts'
import type { EntryLooks, TreeNode } from '../../model/tree.ts'
import { bytesAt } from '../bytes.ts'
import { asModified, undated, type Inode, type InodeNumber, type Nanos } from '../inode.ts'
import { stepCredentials } from '../store.ts'
import type { Shadow } from './shadow.ts'

/** Stands for what can be seen of all that is in it beside data and times: modes, owners and hard links. */
export function looksKey(shadow: Shadow): string {
  return digestOf(
    placesIn(shadow).map(([path, number, inode]) => {
      const { permissions, uid, gid } = inode
      return [path, permissions, uid, gid, isShared(inode) ? number : 0]
    }),
  )
}

/** Stands for the times of all that is in it. */
export function timesKey(shadow: Shadow): string {
  return digestOf(
    placesIn(shadow).map(([path, , { accessedNanos, modifiedNanos }]) => [
      path,
      String(accessedNanos),
      String(modifiedNanos),
    ]),
  )
}

/**
 * All that is in it, as it would be laid out in another directory; null where that could not show the same, since
 * something belongs to somebody else.
 */
export function laidOut(shadow: Shadow): Map<string, TreeNode> | null {
  const tree = new Map<string, TreeNode>()
  const first = new Map<InodeNumber, string>()
  for (const [path, number, inode] of placesIn(shadow)) {
    if (inode.uid !== stepCredentials.uid || inode.gid !== stepCredentials.gid) return null
    const earlier = isShared(inode) ? first.get(number) : undefined
    first.set(number, path)
    const node = nodeOf(inode)
    tree.set(path, earlier === undefined || node.kind !== 'file' ? node : { ...node, sameAs: earlier })
  }
  return tree
}

function placesIn(shadow: Shadow): [path: string, number: InodeNumber, inode: Inode][] {
  return shadow.paths.toSorted().flatMap((path) => {
    const found = shadow.inodeAt(path)
    return found ? [[path, found.number, found.inode] as [string, InodeNumber, Inode]] : []
  })
}

function isShared(inode: Inode): boolean {
  return inode.kind === 'file' && inode.links > 1
}

function nodeOf(inode: Inode): TreeNode {
  if (inode.kind === 'file')
    return { kind: 'file', bytes: bytesAt(inode.data, 0, inode.data.size), ...entryLooksOf(inode) }
  return { kind: 'directory', ...entryLooksOf(inode) }
}

function entryLooksOf({ permissions, accessedNanos, modifiedNanos }: Inode): EntryLooks {
  // As in a real directory: the first look dates it.
  if (modifiedNanos === undated) return { permissions }
  const modified = secondsOf(modifiedNanos)
  const accessed = accessedNanos === asModified ? modified : secondsOf(accessedNanos) + aheadSeconds
  return { permissions, times: { accessed, modified } }
}

function secondsOf(nanos: Nanos): number {
  return Number(nanos) / 1e9
}
