import { isCreating, isWriting } from './file-system.ts'
import type { Step } from './step.ts'

/** What a path leads to. `unreachable`: a directory on the way to it is missing. */
export type Found = 'there' | 'absent' | 'unreachable'

/** What a step meets in the directory, as things stand: which errors it can give depends on that. */
export interface Finds {
  /** Where its path leads; what it has open is there. */
  readonly path: Found
  /** Where its second path leads; `absent` where it has none. */
  readonly to: Found
  /** Whether what it has open may be written to. */
  readonly writable: boolean
}

/** Whether an `open` makes the file. */
export function makes({ flags }: Pick<Step, 'flags'>, { path }: Pick<Finds, 'path'>): boolean {
  return path === 'absent' && isCreating(flags)
}

/** Whether an `open` gets at what is there to change it; one that must make it does not. */
export function opensToWrite({ flags = 'r' }: Pick<Step, 'flags'>, { path }: Pick<Finds, 'path'>): boolean {
  return path === 'there' && isWriting(flags) && !isExclusive(flags)
}

/** Whether an `open` gets at what is there at all. */
export function opens({ flags = 'r' }: Pick<Step, 'flags'>, { path }: Pick<Finds, 'path'>): boolean {
  return path === 'there' && !isExclusive(flags)
}

function isExclusive(flags: string): boolean {
  return /x|O_EXCL/.test(flags) && isCreating(flags)
}
