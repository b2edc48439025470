import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { Operation, Step } from '../../model/step.ts'
import type { Grant } from '../../protocol/controlled-messages.ts'

const looks: ReadonlySet<Operation> = new Set(['stat', 'lstat', 'fstat'])

/** Which inode numbers a writer is shown by a step that looks at an inode: the same whatever the kernel has given. */
export function shownBy(shadow: Shadow, writer: number, step: Step): Pick<Grant, 'inode' | 'inodes'> {
  if (!looks.has(step.op)) return {}
  const inode = shadow.shownBy(writer, step)
  // Where a path leads through symbolic links is decided when the step is carried out.
  return { inode, ...(shadow.hasLinks && step.handle === undefined && { inodes: shadow.shownEverywhere() }) }
}
