import type { Fault } from '../../model/fault.ts'
import type { FileOperation, Step, StepOutcome, Untold } from '../../model/step.ts'
import { valueAt } from '../ordered-map.ts'
import type { Description, Store } from '../store.ts'

/** What makes something where nothing was: then its mode and owner are the caller's. */
const making: ReadonlySet<FileOperation> = new Set(['open', 'mkdir', 'mkdtemp'])
/** What a step tells of these is not all that they do; they are not foreseen. */
const unforeseeable: ReadonlySet<FileOperation> = new Set(['symlink'])

/** What a step that was carried out was given beside what it tells. */
export function untoldBy(
  { op, bytes }: Step,
  {
    outcome,
    data,
    makes,
  }: { readonly outcome: StepOutcome; readonly data: Uint8Array; readonly makes: boolean },
): Untold {
  const { error, made, dated } = outcome
  if (error !== undefined) return {}
  if (op === 'write') return outcome.bytes === bytes ? { data: data.slice() } : {}
  return { made: makes || op === 'chmod' || op === 'chown' ? made : undefined, dated }
}

/**
 * What comes of a step as far as it depends on what it is given; null where that is not known, or not enough.
 *
 * @param fault strikes it, and lets some of it through
 */
export function givenOf(
  store: Store,
  step: Step,
  { untold, fault, opened }: { untold: Untold; fault: Fault | undefined; opened: Description | null },
): { readonly outcome: StepOutcome; readonly data: Uint8Array } | null {
  const op = step.op as FileOperation
  if (unforeseeable.has(op)) return null
  const none = new Uint8Array(0)
  if (op === 'write') {
    const { data } = untold
    if (!data) return null
    const cut = fault && 'bytes' in fault ? data.subarray(0, fault.bytes) : data
    return { outcome: { bytes: cut.length }, data: cut }
  }
  if (op === 'read') {
    const bytes = askedBy(store, step, opened)
    return bytes === null ? null : { outcome: { bytes }, data: none }
  }
  return { outcome: { made: untold.made, dated: untold.dated } as StepOutcome, data: none }
}

/** Whether what it makes cannot be told, since nothing was made there before. */
export function lacksMode(op: FileOperation, isNew: boolean, { made }: Untold): boolean {
  return making.has(op) && isNew && made === undefined
}

/** How much a read asks for that is taken apart: see `writer/fs/steps/read.ts`. Null where that is not told. */
function askedBy({ inodes }: Store, step: Step, opened: Description | null): number | null {
  const { bytes = 0, pieces, position } = step
  if (pieces === undefined) return null
  const inode = opened ? valueAt(inodes, opened.inode) : undefined
  const size = inode?.kind === 'file' ? inode.data.size : 0
  const available = size - (position ?? opened?.position ?? 0)
  const wanted = available > 0 ? Math.min(bytes, Math.ceil(available / pieces)) : bytes
  return Math.min(wanted, Math.ceil(bytes / pieces))
}
