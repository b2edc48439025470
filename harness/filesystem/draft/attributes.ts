import { blocksOf, pageBytes } from '../bytes.ts'
import type { InodeNumber, Nanos } from '../inode.ts'
import { sizeOf } from '../ordered-map.ts'
import type { Stats } from '../results.ts'
import type { Draft } from './draft.ts'

/** What tmpfs counts for each name in a directory, `.` and `..` included (`BOGO_DIRENT_SIZE`). */
const entryBytes = 20
/** Longer targets of symbolic links take a page (`SHORT_SYMLINK_LEN`). */
const shortTargetBytes = 128

export interface Attributes {
  readonly permissions: number
  readonly uid: number
  readonly gid: number
}

export function attributesOf(draft: Draft, number: InodeNumber): Attributes {
  draft.notes?.reads('attributes', number)
  return draft.inode(number)
}

export function setAttributes(draft: Draft, number: InodeNumber, attributes: Partial<Attributes>): void {
  draft.notes?.changes('attributes', number)
  draft.notes?.alters('times', number)
  draft.put(number, { ...draft.inode(number), ...attributes, changedNanos: draft.nowNanos })
}

export function setTimes(
  draft: Draft,
  number: InodeNumber,
  accessedNanos: Nanos,
  modifiedNanos: Nanos,
): void {
  draft.notes?.changes('times', number)
  draft.put(number, {
    ...draft.inode(number),
    accessedNanos,
    modifiedNanos,
    changedNanos: draft.nowNanos,
  })
}

/** All that `stat` shows, with sizes as tmpfs counts them. */
export function statsOf(draft: Draft, number: InodeNumber): Stats {
  const inode = draft.inode(number)
  const { kind, permissions, uid, gid, accessedNanos, modifiedNanos, changedNanos, bornNanos } = inode
  for (const facet of ['attributes', 'times'] as const) draft.notes?.reads(facet, number)
  const common = { number, kind, permissions, uid, gid }
  const times = { accessedNanos, modifiedNanos, changedNanos, bornNanos }
  switch (inode.kind) {
    case 'file':
      draft.notes?.reads('data', number)
      return {
        ...common,
        ...times,
        links: inode.links,
        sizeBytes: inode.data.size,
        blocks: blocksOf(inode.data),
      }
    case 'link': {
      const sizeBytes = Buffer.byteLength(inode.target)
      const blocks = sizeBytes < shortTargetBytes ? 0 : pageBytes / 512
      return { ...common, ...times, links: inode.links, sizeBytes, blocks }
    }
    case 'directory':
      draft.notes?.reads('list', number)
      return {
        ...common,
        ...times,
        links: inode.isRemoved ? 0 : 2 + inode.subdirectories,
        sizeBytes: entryBytes * (2 + sizeOf(inode.entries)),
        blocks: 0,
      }
  }
}
