import type { InodeNumber } from '../inode.ts'
import { valueAt, withEntry, withoutEntry } from '../ordered-map.ts'
import { handleName, type Description } from '../store.ts'
import type { Draft } from './draft.ts'

/** A description with its name in the store. */
export interface OpenFile extends Description {
  readonly name: string
}

/** Null for a handle that is not open. */
export function openFileAt(draft: Draft, handle: number): OpenFile | null {
  const name = valueAt(draft.handles, handleName(draft.writer, handle))
  const description = name === undefined ? undefined : valueAt(draft.descriptions, name)
  return name === undefined || !description ? null : { ...description, name }
}

/**
 * Opens an inode by a handle of the asker's.
 *
 * @throws Error where that handle is open: handles are the caller's to choose
 */
export function openFile(
  draft: Draft,
  handle: number,
  modes: Omit<Description, 'position' | 'holders'>,
): void {
  const key = handleName(draft.writer, handle)
  if (valueAt(draft.handles, key) !== undefined)
    throw new Error(`handle ${key} should not be open yet, but it is: close it first, or choose another`)
  let name = key
  // A description outlives the handle that it is named after where that was duplicated.
  while (valueAt(draft.descriptions, name) !== undefined) name += "'"
  draft.handles = withEntry(draft.handles, key, name)
  draft.descriptions = withEntry(draft.descriptions, name, { ...modes, position: 0, holders: 1 })
  hold(draft, modes.inode)
}

/** @throws Error where the handle is open */
export function duplicateFile(draft: Draft, { name, ...description }: OpenFile, key: string): void {
  if (valueAt(draft.handles, key) !== undefined)
    throw new Error(`handle ${key} should not be open yet, but it is: close it first, or choose another`)
  draft.handles = withEntry(draft.handles, key, name)
  draft.descriptions = withEntry(draft.descriptions, name, {
    ...description,
    holders: description.holders + 1,
  })
}

/** Gives a handle back; what nothing leads to any more is gone. */
export function closeFile(draft: Draft, handle: number, file: OpenFile): void {
  const { name, ...description } = file
  draft.handles = withoutEntry(draft.handles, handleName(draft.writer, handle))
  draft.notes?.disk.push({ kind: 'close', inode: description.inode })
  if (description.holders > 1) {
    draft.descriptions = withEntry(draft.descriptions, name, {
      ...description,
      holders: description.holders - 1,
    })
    return
  }
  draft.descriptions = withoutEntry(draft.descriptions, name)
  letGo(draft, description.inode)
}

/** Where the next read or write without a position begins. */
export function positionOf(draft: Draft, { name, position }: OpenFile): number {
  draft.notes?.readsPosition(name)
  return position
}

export function moveTo(draft: Draft, { name, ...description }: OpenFile, position: number): void {
  draft.notes?.changesPosition(name)
  draft.descriptions = withEntry(draft.descriptions, name, { ...description, position })
}

/** Keeps an inode for as long as somebody may ask for it by its number. */
export function hold(draft: Draft, number: InodeNumber): void {
  draft.opened = withEntry(draft.opened, number, (valueAt(draft.opened, number) ?? 0) + 1)
}

export function letGo(draft: Draft, number: InodeNumber): void {
  const left = (valueAt(draft.opened, number) ?? 0) - 1
  draft.opened = left > 0 ? withEntry(draft.opened, number, left) : withoutEntry(draft.opened, number)
  draft.freeIfUnused(number)
}

/** Somebody locks an inode, or gives a lock back. */
export function noteLock({ notes }: Draft, { inode }: OpenFile): void {
  notes?.changes('locks', inode)
}

/** Asks for what an inode holds to be on disk. */
export function noteSync({ notes }: Draft, { inode }: OpenFile, dataOnly: boolean): void {
  notes?.disk.push({ kind: 'sync', inode, dataOnly })
}
