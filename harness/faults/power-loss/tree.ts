import type { Inode } from '../../model/file-system.ts'
import type { TreeNode } from '../../model/tree.ts'
import { rootInode, type DiskOperation, type NodeKind } from './operation.ts'

/** By directory, what its names lead to. */
export type Names = ReadonlyMap<Inode, ReadonlyMap<string, Inode>>

export type Kinds = ReadonlyMap<Inode, NodeKind>

export function kindsIn(operations: readonly DiskOperation[]): Kinds {
  return new Map(
    operations.flatMap((operation) =>
      operation.kind === 'create' ? [[operation.inode, operation.node] as const] : [],
    ),
  )
}

export function nodeOf(kind: NodeKind | undefined, bytes: Uint8Array): TreeNode {
  if (kind === 'directory') return { kind: 'directory' }
  if (typeof kind === 'object') return { kind: 'symlink', to: kind.link }
  return { kind: 'file', bytes }
}

/** Every path that the root leads to, with its inode, in order. What is its own ancestor is left out. */
export function pathsOf(names: Names, kinds: Kinds): [path: string, inode: Inode][] {
  const found: [string, Inode][] = []
  const walk = (directory: Inode, prefix: string, above: readonly Inode[]) => {
    for (const [name, inode] of names.get(directory) ?? []) {
      if (above.includes(inode)) continue
      found.push([prefix + name, inode])
      if (kinds.get(inode) === 'directory') walk(inode, `${prefix}${name}/`, [...above, inode])
    }
  }
  walk(rootInode, '', [rootInode])
  return found.toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)))
}
