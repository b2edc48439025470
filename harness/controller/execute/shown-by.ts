import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { Grant } from '../../model/program.ts'
import type { Operation, Step } from '../../model/step.ts'

const looks: ReadonlySet<Operation> = new Set(['stat', 'lstat', 'fstat'])

/** Which numbers and times a writer is shown by a step that looks at an inode: the same whatever the kernel has. */
export function shownBy(
  shadow: Shadow,
  writer: number,
  step: Step,
  nowMicros: number,
): Pick<Grant, 'inode' | 'inodes'> {
  if (!looks.has(step.op)) return {}
  const inode = shadow.shownBy(writer, step, nowMicros)
  if (!shadow.hasLinks || step.handle !== undefined) return { inode }
  // Where a path leads through symbolic links is decided when the step is carried out.
  return { inode, inodes: shadow.shownEverywhere(nowMicros) }
}
