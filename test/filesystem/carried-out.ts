import { operations } from '../../harness/filesystem/operations.ts'
import type { Outcome } from '../../harness/filesystem/outcome.ts'
import { entriesOf, valueAt } from '../../harness/filesystem/ordered-map.ts'
import type { FileOperation } from '../../harness/filesystem/requests.ts'
import type { Results } from '../../harness/filesystem/results.ts'
import { handleName, type Store } from '../../harness/filesystem/store.ts'
import { byOpenHandle, type FileStep, type OpenHandle } from '../../scripts/file-system/file-step.ts'
import { performStep } from '../../scripts/file-system/store-directory.ts'

/** Whether an open names a handle that is in use, which nobody may. */
function isTaken(store: Store, { op, writer, request }: FileStep): boolean {
  return op === 'open' && valueAt(store.handles, handleName(writer, request.handle)) !== undefined
}

/** The handles that are open. */
function openHandles(store: Store): OpenHandle[] {
  return [...entriesOf(store.handles)].map(([name]) => {
    const [writer = 0, handle = 0] = name.split('/').map(Number)
    return { writer, handle }
  })
}

/**
 * A step by a handle that is open, and null for an open that nobody may ask for.
 *
 * @param writer whose step it is to be; that of whoever has the handle where it is left out
 */
export function sensible(store: Store, drawn: FileStep, writer?: number): FileStep | null {
  const open = openHandles(store).filter((handle) => writer === undefined || handle.writer === writer)
  const step = byOpenHandle(writer === undefined ? drawn : { ...drawn, writer }, open)
  return isTaken(store, step) ? null : step
}

/** A store after a sequence, without the opens that nobody may ask for. */
export function carriedOut(store: Store, steps: readonly FileStep[], nowNanos: bigint): Store {
  let after = store
  for (const drawn of steps) {
    const step = sensible(after, drawn)
    if (step) after = performStep(operations, after, step, nowNanos).store
  }
  return after
}

/** All that a caller gets, as a text. */
export function textOfOutcome(outcome: Outcome<Results[FileOperation]>): string {
  return JSON.stringify(outcome, (_, value: unknown) => {
    if (typeof value === 'bigint') return String(value)
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
  })
}
