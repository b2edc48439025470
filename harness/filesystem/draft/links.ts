import type { InodeNumber } from '../inode.ts'
import type { Draft } from './draft.ts'

/** Where a symbolic link points: nothing to note, since it never changes. */
export function targetOf(draft: Draft, number: InodeNumber): string {
  return draft.inodeOf('link', number).target
}
