import { rootNumber, type Inode, type InodeNumber } from '../inode.ts'
import { entriesOf, valueAt } from '../ordered-map.ts'
import type { Store } from '../store.ts'

/** What a path leads to without any link; null where it leads to nothing. The empty path is the root. */
export function inodeAt(
  { inodes }: Store,
  path: string,
): { readonly number: InodeNumber; readonly inode: Inode } | null {
  let number: InodeNumber | undefined = rootNumber
  let inode = valueAt(inodes, number)
  for (const part of path === '' ? [] : path.split('/')) {
    number = inode?.kind === 'directory' ? valueAt(inode.entries, part) : undefined
    if (number === undefined) return null
    inode = valueAt(inodes, number)
  }
  return inode ? { number, inode } : null
}

/** Every path that the root leads to, with its inode. */
export function pathsIn({ inodes }: Store): [path: string, number: InodeNumber][] {
  const found: [string, InodeNumber][] = []
  const walk = (directory: Inode | undefined, prefix: string): void => {
    if (directory?.kind !== 'directory') return
    for (const [name, number] of entriesOf(directory.entries)) {
      found.push([prefix + name, number])
      walk(valueAt(inodes, number), `${prefix}${name}/`)
    }
  }
  walk(valueAt(inodes, rootNumber), '')
  return found
}
