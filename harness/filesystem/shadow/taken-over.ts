import type { TreeNode } from '../../model/tree.ts'
import { noBytes, withBytes } from '../bytes.ts'
import { Draft } from '../draft/draft.ts'
import { make, type NewNode } from '../draft/entries.ts'
import { asModified, rootNumber, unknownNanos, type InodeNumber, type Nanos } from '../inode.ts'
import { valueAt, withEntry } from '../ordered-map.ts'
import type { Store } from '../store.ts'
import { inodeAt } from './look-up.ts'

/*
 * What is taken over from the real directory, where no operation of the store tells it.
 */

/** Mode and owner as they were seen. */
export function withAttributes(
  store: Store,
  number: InodeNumber,
  { permissions, uid, gid }: { readonly permissions: number; readonly uid: number; readonly gid: number },
): Store {
  const inode = valueAt(store.inodes, number)
  const isSame = inode?.permissions === permissions && inode.uid === uid && inode.gid === gid
  if (!inode || isSame) return store
  return { ...store, inodes: withEntry(store.inodes, number, { ...inode, permissions, uid, gid }) }
}

/** A file's data as it was read, which may have changed at this moment. */
export function withData(
  store: Store,
  number: InodeNumber,
  data: Uint8Array | null,
  modifiedNanos: Nanos,
): Store {
  const inode = valueAt(store.inodes, number)
  if (inode?.kind !== 'file' || !data) return store
  const times = { modifiedNanos, changedNanos: modifiedNanos, accessedNanos: asModified }
  const after = { ...inode, ...times, data: withBytes(noBytes, 0, data.slice()) }
  return { ...store, inodes: withEntry(store.inodes, number, after) }
}

/** By path, what is there. */
export type AdoptedTree = Iterable<readonly [path: string, node: TreeNode]>

/** A store that holds a tree, parents first. */
export function withTree(empty: Store, tree: AdoptedTree): Store {
  let store = empty
  for (const [path, node] of tree) {
    const slash = path.lastIndexOf('/')
    const folder = slash === -1 ? rootNumber : inodeAt(store, path.slice(0, slash))?.number
    if (folder === undefined) continue
    const draft = new Draft(store, { writer: 0, nowNanos: unknownNanos, maker: `disk ${path}` })
    const made: NewNode =
      node.kind === 'symlink'
        ? { kind: 'link', target: node.to }
        : { kind: node.kind, permissions: node.permissions ?? (node.kind === 'file' ? 0o666 : 0o777) }
    const number = make(draft, { parent: folder, name: path.slice(slash + 1) }, made)
    const keeps = node.kind === 'file' && store.options.keepsData
    store = keeps ? withData(draft.store, number, node.bytes, unknownNanos) : draft.store
    if (node.kind === 'file' && !keeps) store = withSize(store, number, node.bytes.length)
  }
  return store
}

function withSize(store: Store, number: InodeNumber, size: number): Store {
  const inode = valueAt(store.inodes, number)
  if (inode?.kind !== 'file') return store
  return {
    ...store,
    inodes: withEntry(store.inodes, number, { ...inode, data: { size, pages: null } }),
  }
}
