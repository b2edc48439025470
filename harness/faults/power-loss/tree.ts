import type { Inode } from '../../model/file-system.ts'
import type { TreeNode } from '../../model/tree.ts'
import { rootInode, type DiskOperation, type NodeKind } from './operation.ts'

/** By directory, what its names lead to. */
export type Names = ReadonlyMap<Inode, ReadonlyMap<string, Inode>>

/** What an inode is, and who may do what with it, where that is not as usual. */
export interface Kind {
  readonly node: NodeKind
  readonly permissions?: number
}

export type Kinds = ReadonlyMap<Inode, Kind>

export function kindsIn(operations: readonly DiskOperation[]): Kinds {
  const kinds = new Map<Inode, Kind>()
  for (const operation of operations) {
    const { kind, inode } = operation
    if (kind === 'create') kinds.set(inode, { node: operation.node })
    const known = kinds.get(inode)
    if (kind === 'mode' && known) kinds.set(inode, { ...known, permissions: operation.permissions })
  }
  return kinds
}

export function nodeOf({ node, ...looks }: Kind = { node: 'file' }, bytes: Uint8Array): TreeNode {
  if (node === 'directory') return { kind: 'directory', ...looks }
  if (typeof node === 'object') {
    const { link: to, says } = node
    return { kind: 'symlink', to, ...(says !== undefined && { says }) }
  }
  return { kind: 'file', bytes, ...looks }
}

/** Every path that the root leads to, with its inode, in order. What is its own ancestor is left out. */
export function pathsOf(names: Names, kinds: Kinds): [path: string, inode: Inode][] {
  const found: [string, Inode][] = []
  const walk = (directory: Inode, prefix: string, above: readonly Inode[]) => {
    for (const [name, inode] of names.get(directory) ?? []) {
      if (above.includes(inode)) continue
      found.push([prefix + name, inode])
      if (kinds.get(inode)?.node === 'directory') walk(inode, `${prefix}${name}/`, [...above, inode])
    }
  }
  walk(rootInode, '', [rootInode])
  return found.toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)))
}
