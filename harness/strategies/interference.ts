import { isCreating, isTruncating } from '../model/file-system.ts'
import type { Choice } from '../model/schedule.ts'
import type { Operation, Step } from '../model/step.ts'

const changing: ReadonlySet<Operation> = new Set([
  'write',
  'truncate',
  'rename',
  'unlink',
  'link',
  'symlink',
  'mkdir',
  'rmdir',
  'mkdtemp',
  'chmod',
  'chown',
  'utimes',
])

/**
 * Whether the order of two pending steps may matter, told by their names alone: a rough over-approximation for
 * sampling. A step through a descriptor stands for the name that it was opened by.
 */
export function mayInterfere(one: Choice, other: Choice): boolean {
  if (one.writer === other.writer) return true
  if (!changes(one.step) && !changes(other.step)) return false
  return pathsOf(one.step).some((path) =>
    pathsOf(other.step).some(
      (also) => also === path || also.startsWith(`${path}/`) || path.startsWith(`${also}/`),
    ),
  )
}

function changes({ op, flags }: Step): boolean {
  return op === 'open' ? isCreating(flags) || isTruncating(flags) : changing.has(op)
}

function pathsOf({ path, to }: Step): string[] {
  return [path, to].filter((part) => part !== undefined)
}
