import type { DiskOperation } from '../../harness/filesystem/draft/disk-operation.ts'
import type { Asker } from '../../harness/filesystem/draft/draft.ts'
import type { Operations } from '../../harness/filesystem/operations.ts'
import type { FileOperation } from '../../harness/filesystem/requests.ts'
import type { Results } from '../../harness/filesystem/results.ts'
import type { Observation, Performed, PossibleError } from '../../harness/filesystem/semantics.ts'
import type { Store } from '../../harness/filesystem/store.ts'
import type { Access } from '../../harness/model/access.ts'

/** A row of the table for a step whose operation is known when it is carried out. */
export interface AnyRow {
  perform(store: Store, asker: Asker, request: unknown): Performed<Results[FileOperation]>
  access(store: Store, asker: Asker, request: unknown): Access
  persists(store: Store, asker: Asker, request: unknown): readonly DiskOperation[]
  observes(result: unknown): Observation
  mayFail(store: Store, asker: Asker, request: unknown): readonly PossibleError[]
}

export function rowOf(operations: Operations, op: FileOperation): AnyRow {
  return operations[op]
}
