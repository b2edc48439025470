import { isCreating, isWriting, type FileSystemModel } from './file-system.ts'
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

/** What a pending step of a writer meets. */
export function findsOf(model: FileSystemModel, writer: number, step: Step): Finds {
  const { path = '', to, handle, op } = step
  const isOpen = handle !== undefined && op !== 'open'
  return {
    path: isOpen ? 'there' : found(model, path),
    to: to === undefined ? 'absent' : found(model, to),
    writable: isOpen && model.isWritable(writer, handle),
  }
}

/** What lies outside the run directory is nobody's to know: it is taken to be there. */
function found(model: FileSystemModel, path: string): Found {
  if (isRoot(path) || model.inodeAt(path) !== null) return 'there'
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  return isRoot(folder) || model.inodeAt(folder) !== null ? 'absent' : 'unreachable'
}

function isRoot(path: string): boolean {
  return path === '' || path === '..' || path.startsWith('../')
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
