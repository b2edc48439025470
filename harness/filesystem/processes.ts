import { Draft, type Asker } from './draft/draft.ts'
import {
  closeFile,
  duplicateFile,
  hold as holdInode,
  letGo as letGoOf,
  openFileAt,
} from './draft/open-files.ts'
import type { InodeNumber } from './inode.ts'
import { entriesOf } from './ordered-map.ts'
import { handleName, type Store } from './store.ts'

/**
 * What happens to open files without an operation that others could see: dup(2), fork(2) and the end of a process. None
 * of it has to do with any step of another writer's.
 */

/**
 * Another handle, of the same writer or of a child, for what a handle leads to: they share position and flags.
 *
 * @throws Error where the first is not open, or the second is
 */
export function duplicate(
  store: Store,
  from: { readonly writer: number; readonly handle: number },
  to: { readonly writer: number; readonly handle: number },
): Store {
  const draft = new Draft(store, { writer: from.writer, nowNanos: 0n })
  const file = openFileAt(draft, from.handle)
  if (!file) throw new Error(`handle ${handleName(from.writer, from.handle)} should be open, but it is not`)
  duplicateFile(draft, file, handleName(to.writer, to.handle))
  return draft.store
}

/** A process has ended, however it did: the kernel closes what it had open. */
export function endOf(store: Store, { writer, nowNanos }: Asker): Store {
  const draft = new Draft(store, { writer, nowNanos })
  for (const [key] of entriesOf(store.handles)) {
    const [owner, handle] = key.split('/').map(Number)
    const file = owner === writer && handle !== undefined ? openFileAt(draft, handle) : null
    if (file && handle !== undefined) closeFile(draft, handle, file)
  }
  return draft.store
}

/** For a server: an inode that the kernel has looked up stays until it forgets it, whatever becomes of its names. */
export function hold(store: Store, inode: InodeNumber): Store {
  const draft = new Draft(store, { writer: 0, nowNanos: 0n })
  holdInode(draft, inode)
  return draft.store
}

export function letGo(store: Store, inode: InodeNumber): Store {
  const draft = new Draft(store, { writer: 0, nowNanos: 0n })
  letGoOf(draft, inode)
  return draft.store
}
