import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { Witness } from '../../model/witness.ts'
import type { Workload } from '../../model/workload.ts'
import type { DiskRecord } from './disk-record.ts'
import type { Loader } from './loader.ts'
import type { Provenance } from './provenance.ts'
import type { Standing } from './standing.ts'
import type { StateKeys } from './state-keys.ts'

/** What else is kept of an execution; absent where nobody asks. */
export interface Kept {
  readonly keys?: StateKeys | null
  readonly disk?: DiskRecord | null
  readonly provenance?: Provenance | null
  /** Lets the application load, where that is asked. */
  readonly loader?: Loader | null
  /** As it was before any crash. */
  readonly workload?: Workload
  readonly witness?: Witness | null
}

/** Where a fork of an execution is at home. */
export interface Home {
  readonly dir: RunDirectory
  readonly standings: Standing[]
  readonly shadow: Shadow
  readonly keys: StateKeys | null
  readonly disk: DiskRecord | null
}
