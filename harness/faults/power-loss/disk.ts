import type { Inode } from '../../model/file-system.ts'
import { changed, contentOf, emptyFile, type Effect, type FileData } from './effect.ts'
import type { Tree } from '../../model/tree.ts'
import { nodeOf, pathsOf, type Kinds } from './tree.ts'

/** What is on disk, by the identity of things. */
export interface Disk {
  readonly names: ReadonlyMap<Inode, ReadonlyMap<string, Inode>>
  readonly files: ReadonlyMap<Inode, FileData>
}

/** The outcome of all effects but those that are missing. */
export function diskWithout(effects: readonly Effect[], missing: ReadonlySet<number>): Disk {
  const names = new Map<Inode, Map<string, Inode>>()
  const files = new Map<Inode, FileData>()
  for (const [number, effect] of effects.entries()) {
    if (missing.has(number)) continue
    if (effect.kind === 'entry') {
      const { parent, name } = effect.entry
      const within = names.get(parent) ?? new Map<string, Inode>()
      names.set(parent, within)
      if (effect.holds === null) within.delete(name)
      else within.set(name, effect.holds)
    } else files.set(effect.inode, changed(files.get(effect.inode) ?? emptyFile, effect))
  }
  return { names, files }
}

export function bytesOf({ files }: Disk, inode: Inode): Uint8Array {
  return contentOf(files.get(inode) ?? emptyFile)
}

export function treeOf(disk: Disk, kinds: Kinds): Tree {
  return new Map(
    pathsOf(disk.names, kinds).map(([path, inode]) => [path, nodeOf(kinds.get(inode), bytesOf(disk, inode))]),
  )
}
