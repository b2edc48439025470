import type { Classify } from '../../model/content.ts'
import type { Program } from '../../model/program.ts'
import type { Workload } from '../../model/workload.ts'

/** What starts once a writer was killed and the others are through. */
export interface NextStart {
  /** The workload with that writer as its last. */
  readonly workload: Workload
  readonly classify: Classify
  /** One that has done nothing yet. */
  readonly program: Program
  /** Whether the target has a `recover`. */
  readonly recovers: boolean
}
