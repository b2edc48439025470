import type { Inode, InodeNumber } from '../../harness/filesystem/inode.ts'
import { bytesAt } from '../../harness/filesystem/bytes.ts'
import { entriesOf, withEntry, type OrderedMap } from '../../harness/filesystem/ordered-map.ts'
import type { Store } from '../../harness/filesystem/store.ts'

/** All that is in a store, as a text: what its key stands for, worked out without it. */
export function dumpOf({ inodes, handles, descriptions, opened }: Store): string {
  const maps: OrderedMap<string | number, unknown>[] = [inodes, handles, descriptions, opened]
  const plain = maps.map((map) => Array.from(entriesOf(map)))
  return JSON.stringify(plain, (key, value: unknown) => {
    if (typeof value === 'bigint') return String(value)
    if (key === 'entries' || key === 'made') return [...entriesOf(value as OrderedMap<string, number>)]
    if (key !== 'data') return value
    const data = value as Parameters<typeof bytesAt>[0]
    const pages = [...entriesOf(data.pages)].map(([page]) => page)
    return [data.size, pages, Buffer.from(bytesAt(data, 0, data.size)).toString('latin1')]
  })
}

/** The same store, of which nothing is shared, and made in another order. */
export function copyOf(store: Store): Store {
  return {
    options: store.options,
    inodes: backwards(store.inodes, copyOfInode),
    handles: backwards(store.handles, (name) => name),
    descriptions: backwards(store.descriptions, (description) => ({ ...description })),
    opened: backwards(store.opened, (times) => times),
  }
}

function copyOfInode(inode: Inode): Inode {
  switch (inode.kind) {
    case 'file': {
      const { size, pages } = inode.data
      return { ...inode, data: { size, pages: backwards(pages, (page) => page.slice()) } }
    }
    case 'link':
      return { ...inode }
    case 'directory': {
      const same = (value: InodeNumber): InodeNumber => value
      return { ...inode, entries: backwards(inode.entries, same), made: backwards(inode.made, same) }
    }
  }
}

function backwards<K extends string | number, V>(map: OrderedMap<K, V>, copy: (value: V) => V) {
  let copied: OrderedMap<K, V> = null
  for (const [key, value] of [...entriesOf(map)].toReversed()) copied = withEntry(copied, key, copy(value))
  return copied
}
