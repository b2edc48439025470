import { isTemporary } from '../../model/canonical-names.ts'
import { noBytes } from '../bytes.ts'
import { numberFor, rootNumber, type Inode, type InodeNumber, type Kind } from '../inode.ts'
import { entriesOf, sizeOf, valueAt, withEntry, withoutEntry } from '../ordered-map.ts'
import type { Entry } from './disk-operation.ts'
import type { Draft } from './draft.ts'

const setGroupId = 0o2000
/** No directory has this number. */
const nowhere: InodeNumber = 0

/** What a name in a directory leads to. */
export function entryAt(draft: Draft, directory: InodeNumber, name: string): InodeNumber | null {
  draft.notes?.readsEntry(directory, name)
  return valueAt(draft.inodeOf('directory', directory).entries, name) ?? null
}

/** Where `..` leads; null at the root, from where it leads out of the store. */
export function parentOf(draft: Draft, directory: InodeNumber): InodeNumber | null {
  if (directory === rootNumber) return null
  draft.notes?.readsEntry(directory, '..')
  return draft.inodeOf('directory', directory).parent
}

/** Every name in a directory with what it leads to, in no order that means anything. */
export function listOf(draft: Draft, directory: InodeNumber): { name: string; kind: Kind }[] {
  draft.notes?.reads('list', directory)
  const { entries } = draft.inodeOf('directory', directory)
  return [...entriesOf(entries)].map(([name, number]) => ({ name, kind: draft.kindOf(number) }))
}

export function isEmpty(draft: Draft, directory: InodeNumber): boolean {
  draft.notes?.reads('list', directory)
  return sizeOf(draft.inodeOf('directory', directory).entries) === 0
}

export function isRemoved(draft: Draft, directory: InodeNumber): boolean {
  draft.notes?.reads('removal', directory)
  return draft.inodeOf('directory', directory).isRemoved
}

export type NewNode =
  | { readonly kind: 'file' | 'directory'; readonly permissions: number }
  | { readonly kind: 'link'; readonly target: string }

/** Makes an inode under a name that leads to nothing. */
export function make(draft: Draft, { parent, name }: Entry, node: NewNode): InodeNumber {
  const { notes } = draft
  const { made } = draft.inodeOf('directory', parent)
  const madeBefore = valueAt(made, name) ?? 0
  const maker = isTemporary(name) ? draft.maker : undefined
  let number = maker === undefined ? numberFor(parent, name, madeBefore) : numberFor(nowhere, maker, 0)
  while (valueAt(draft.inodes, number) !== undefined) number += 1
  draft.put(number, newInode(draft, parent, node))
  if (maker === undefined)
    draft.put(parent, {
      ...draft.inodeOf('directory', parent),
      made: withEntry(made, name, madeBefore + 1),
    })
  notes?.changesEntry(parent, name)
  enter(draft, { parent, name }, number)
  notes?.disk.push({
    kind: 'create',
    inode: number,
    node: node.kind === 'link' ? { link: node.target } : node.kind,
    entry: { parent, name },
  })
  return number
}

/** Gives a file or symbolic link one more name, which leads to nothing so far. */
export function addName(draft: Draft, entry: Entry, number: InodeNumber): void {
  const { notes } = draft
  noteShown(draft, number)
  changeLinks(draft, number, 1)
  notes?.changesEntry(entry.parent, entry.name)
  enter(draft, entry, number)
  notes?.disk.push({ kind: 'link', inode: number, entry })
}

/** Takes a name away, and with the last one what it led to. A directory has to be empty. */
export function remove(draft: Draft, entry: Entry): void {
  const number = take(draft, entry)
  draft.notes?.disk.push({ kind: 'remove', inode: number, entry })
  dropName(draft, number)
}

/** Moves a name, over what the other one leads to. Both exist where `replaces` says so, and they are not the same. */
export function move(draft: Draft, from: Entry, to: Entry, replaces: InodeNumber | null): void {
  const { notes } = draft
  if (replaces !== null) {
    take(draft, to)
    dropName(draft, replaces)
  }
  const number = take(draft, from)
  notes?.changesEntry(to.parent, to.name)
  enter(draft, to, number)
  const inode = draft.inode(number)
  notes?.alters('times', number)
  if (inode.kind === 'directory' && inode.parent !== to.parent) {
    notes?.changesEntry(number, '..')
    draft.put(number, { ...inode, parent: to.parent, changedNanos: draft.fresh.changedNanos })
  } else draft.put(number, { ...inode, changedNanos: draft.fresh.changedNanos })
  notes?.disk.push({ kind: 'rename', inode: number, from, entry: to, replaces })
}

/** Puts a name into a directory's list. */
function enter(draft: Draft, { parent, name }: Entry, number: InodeNumber): void {
  const directory = draft.inodeOf('directory', parent)
  const isDirectory = draft.kindOf(number) === 'directory'
  draft.put(parent, {
    ...directory,
    entries: withEntry(directory.entries, name, number),
    subdirectories: directory.subdirectories + Number(isDirectory),
    ...draft.fresh.ofList,
  })
  noteList(draft, parent)
}

/** Takes a name out of a directory's list. */
function take(draft: Draft, { parent, name }: Entry): InodeNumber {
  const directory = draft.inodeOf('directory', parent)
  const number = valueAt(directory.entries, name)
  if (number === undefined) throw new Error(`${name} should be in the directory, but it is not`)
  draft.notes?.changesEntry(parent, name)
  noteShown(draft, number)
  draft.put(parent, {
    ...directory,
    entries: withoutEntry(directory.entries, name),
    subdirectories: directory.subdirectories - Number(draft.kindOf(number) === 'directory'),
    ...draft.fresh.ofList,
  })
  noteList(draft, parent)
  return number
}

/**
 * Where a name comes or goes, so does what is read by that name: whoever reads files between two steps sees other data
 * as soon as a name leads to them, and no more of it once it does not.
 */
function noteShown(draft: Draft, number: InodeNumber): void {
  if (!draft.notes) return
  const inode = draft.inode(number)
  if (inode.kind === 'file') draft.notes.reads('data', number)
  else if (inode.kind === 'directory')
    for (const [, below] of entriesOf(inode.entries)) noteShown(draft, below)
}

/** A list tells its times, too. */
function noteList(draft: Draft, directory: InodeNumber): void {
  draft.notes?.alters('list', directory)
  draft.notes?.alters('times', directory)
}

/** One name less for an inode. */
function dropName(draft: Draft, number: InodeNumber): void {
  const inode = draft.inode(number)
  if (inode.kind === 'directory') {
    for (const facet of ['list', 'removal'] as const) draft.notes?.changes(facet, number)
    draft.notes?.alters('times', number)
    draft.put(number, { ...inode, isRemoved: true, changedNanos: draft.fresh.changedNanos })
  } else changeLinks(draft, number, -1)
  draft.freeIfUnused(number)
}

function changeLinks(draft: Draft, number: InodeNumber, by: number): void {
  const inode = draft.inode(number)
  if (inode.kind === 'directory') throw new Error('a directory should have one name, but is given another')
  draft.notes?.alters('times', number)
  draft.put(number, { ...inode, links: inode.links + by, changedNanos: draft.fresh.changedNanos })
}

/** As `inode_init_owner` and the file systems' own code: what is made in a set-group-id directory has its group. */
function newInode(draft: Draft, parent: InodeNumber, node: NewNode): Inode {
  const { fresh, notes } = draft
  const { uid, gid, umask } = draft.options.credentials
  notes?.reads('attributes', parent)
  const directory = draft.inode(parent)
  const inherits = (directory.permissions & setGroupId) !== 0
  const owner = { uid, gid: inherits ? directory.gid : gid }
  const times = fresh.ofNew
  switch (node.kind) {
    case 'file':
      return {
        kind: 'file',
        permissions: node.permissions & 0o7777 & ~umask,
        ...owner,
        ...times,
        links: 1,
        data: noBytes,
      }
    case 'link':
      return { kind: 'link', permissions: 0o777, ...owner, ...times, links: 1, target: node.target }
    case 'directory':
      return {
        kind: 'directory',
        permissions: (node.permissions & 0o1777 & ~umask) | (inherits ? setGroupId : 0),
        ...owner,
        ...times,
        entries: null,
        made: null,
        parent,
        subdirectories: 0,
        isRemoved: false,
      }
  }
}
