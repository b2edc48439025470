import type { Begin } from '../model/program.ts'
import type { Workload } from '../model/workload.ts'

/*
 * A controller sends `BeginMessage` and grants, a writer answers each with a reaction: `controlled-codec.ts` says how.
 */

/** Starts one controlled execution in a writer, forgetting whatever the last one left there. */
export interface BeginMessage extends Omit<Begin, 'workload'> {
  readonly type: 'begin'
  /** Absent where it is the one of the last execution. */
  readonly workload?: Workload
}
