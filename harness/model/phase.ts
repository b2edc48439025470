import type { FaultName } from './settings.ts'

/** One of the things that a run explores in turn. */
export interface Phase {
  /** As `notChecked` names it: `interleavings`, `faults: kill`. */
  readonly name: string
  /** What may strike there. */
  readonly faults: readonly FaultName[]
  /** Its part of the time, compared to the others. What it does not need goes to them. */
  readonly weight: number
  /** Samples alone: its space is too large for a search to get anywhere. */
  readonly isSampledOnly?: true
  /** Of a run whose executions are counted: how many are its own, of all machines and cores together. */
  readonly executions?: number | undefined
}
