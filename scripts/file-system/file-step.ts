import type { FileOperation, Requests } from '../../harness/filesystem/requests.ts'

/** One operation of one writer, with its arguments. */
export type FileStep = {
  [Op in FileOperation]: { readonly writer: number; readonly op: Op; readonly request: Requests[Op] }
}[FileOperation]

/** In a path, stands for the absolute path of the directory in which a sequence is carried out. */
export const rootMark = '/@root'

/** A step of a sequence as it is in one directory. */
export function inDirectory(step: FileStep, root: string): FileStep {
  const placed = (given: unknown): unknown => {
    if (typeof given === 'string') return given.replace(rootMark, root)
    if (typeof given !== 'object' || given === null || given instanceof Uint8Array) return given
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, placed(value)]))
  }
  return { ...step, request: placed(step.request) } as FileStep
}

/** Who takes part in a sequence, and how many files each may have open. */
export const writers: readonly number[] = [1, 2, 3]
export const handles: readonly number[] = [1, 2, 3]

export interface OpenHandle {
  readonly writer: number
  readonly handle: number
}

/** Most handles that are drawn are not open: the last one is left so, others stand for one that is. */
export function byOpenHandle(step: FileStep, open: readonly OpenHandle[]): FileStep {
  const { writer, op, request } = step
  if (op === 'open' || !('handle' in request) || request.handle === handles.at(-1)) return step
  const other = open[(writer * handles.length + request.handle) % Math.max(1, open.length)]
  if (!other) return step
  return { writer: other.writer, op, request: { ...request, handle: other.handle } } as FileStep
}
