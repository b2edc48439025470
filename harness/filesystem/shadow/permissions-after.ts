import type { PendingStep } from '../../model/step.ts'
import { valueAt } from '../ordered-map.ts'
import { handleName } from '../store.ts'
import type { Shadow } from './shadow.ts'

/** Steps that may decide permissions. */
const permitting: ReadonlySet<PendingStep['op']> = new Set(['open', 'mkdir', 'mkdtemp', 'chmod'])

/** What may be done with what a step has worked on, where it may have decided that. */
export function permissionsAfter(
  shadow: Shadow,
  writer: number,
  { op, path, handle }: PendingStep,
): number | undefined {
  if (!permitting.has(op)) return undefined
  const { handles, descriptions, inodes } = shadow.store
  const opened = handle === undefined ? undefined : valueAt(handles, handleName(writer, handle))
  const description = opened === undefined ? undefined : valueAt(descriptions, opened)
  const named = path === undefined ? undefined : shadow.inodeAt(path)?.inode
  const inode = description ? valueAt(inodes, description.inode) : named
  // A directory is opened to be looked at.
  return op === 'open' && inode?.kind === 'directory' ? undefined : inode?.permissions
}
