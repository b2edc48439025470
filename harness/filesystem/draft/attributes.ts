import { blocksOf, pageBytes } from '../bytes.ts'
import { asModified, undated, type Inode, type InodeNumber, type Nanos } from '../inode.ts'
import { bytesIn } from '../names.ts'
import { sizeOf } from '../ordered-map.ts'
import type { Stats } from '../results.ts'
import type { Draft } from './draft.ts'

/** What a directory takes that is virtual. */
const directoryBytes = 4096

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
  draft.put(number, { ...draft.inode(number), ...attributes, changedNanos: draft.fresh.changedNanos })
}

export function setTimes(
  draft: Draft,
  number: InodeNumber,
  accessedNanos: Nanos,
  modifiedNanos: Nanos,
): void {
  draft.notes?.changes('times', number)
  const isSameForLooks = draft.options.looks === 'virtual' && accessedNanos === modifiedNanos
  draft.put(number, {
    ...draft.inode(number),
    accessedNanos: isSameForLooks ? asModified : accessedNanos,
    modifiedNanos,
    changedNanos: draft.fresh.changedNanos,
  })
}

/** All that `stat` shows. */
export function statsOf(draft: Draft, number: InodeNumber): Stats {
  return draft.options.looks === 'virtual' ? virtualStatsOf(draft, number) : linuxStatsOf(draft, number)
}

/** With sizes as tmpfs counts them. */
function linuxStatsOf(draft: Draft, number: InodeNumber): Stats {
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
      const sizeBytes = bytesIn(inode.target)
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

/**
 * As a writer under control is shown them. The first look at a directory after its list has changed dates it: others
 * that come at the same time find the same, so this is nothing to note.
 */
function virtualStatsOf(draft: Draft, number: InodeNumber): Stats {
  const before = draft.inode(number)
  for (const facet of ['attributes', 'times'] as const) draft.notes?.reads(facet, number)
  if (before.kind === 'file') draft.notes?.reads('data', number)
  if (before.kind === 'directory') draft.notes?.reads('list', number)
  if (before.modifiedNanos === undated)
    draft.put(number, { ...before, modifiedNanos: draft.nowNanos, changedNanos: draft.nowNanos })
  const inode = draft.inode(number)
  const { kind, permissions, uid, gid, modifiedNanos, changedNanos, bornNanos } = inode
  const accessedNanos = inode.accessedNanos === asModified ? modifiedNanos : inode.accessedNanos
  const sizeBytes = virtualSizeOf(inode)
  return {
    number,
    kind,
    permissions,
    uid,
    gid,
    links: inode.kind === 'directory' ? 1 : inode.links,
    sizeBytes,
    blocks: kind === 'link' ? 0 : Math.ceil(sizeBytes / pageBytes) * (pageBytes / 512),
    accessedNanos,
    modifiedNanos,
    changedNanos,
    bornNanos,
  }
}

function virtualSizeOf(inode: Inode): number {
  switch (inode.kind) {
    case 'file':
      return inode.data.size
    case 'link':
      return bytesIn(inode.target)
    case 'directory':
      return directoryBytes
  }
}
