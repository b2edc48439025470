import type { Classify } from '../../model/content.ts'
import type { Workload } from '../../model/workload.ts'
import type { ControlledWriter } from '../../processes/controlled-writer.ts'

/** What starts once a writer was killed and the others are through. */
export interface NextStart {
  /** The workload with that writer as its last. */
  readonly workload: Workload
  readonly classify: Classify
  /** A process that has done nothing yet. */
  readonly process: ControlledWriter
  /** Whether the target has a `recover`. */
  readonly recovers: boolean
}
