import type { CanonicalNames } from '../../model/canonical-names.ts'
import type { Classify } from '../../model/content.ts'
import type { ExecutionRecord } from '../../model/record.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { Specified } from '../../model/target.ts'
import type { StepEvent } from '../../model/step-log.ts'
import type { Witness } from '../../model/witness.ts'
import type { Workload } from '../../model/workload.ts'
import type { DiskHistory } from './disk-record.ts'
import type { Load } from './loader.ts'
import type { NextStart } from './next-start.ts'

/** How an execution is carried out, but for who decides. */
export interface RunningOptions {
  /** Empty; left empty. */
  readonly dir: RunDirectory
  readonly workload: Workload
  /** All that the writers take for random follows from it. */
  readonly seed: number
  readonly samePid: boolean
  /** Of all sessions, as far as they are known before a writer has opened the target. */
  readonly sessionFiles?: readonly string[] | undefined
  readonly classify: Classify
  /** Record what only a person looks at: where steps were asked for, and whose bytes a file held. It costs. */
  readonly traced?: boolean | undefined
  /** Keep up what names states. */
  readonly needsState: boolean
  /** Whether times of files tell states apart; default: they do. */
  readonly isDated?: boolean | undefined
  /** As `Shadow` takes them. */
  readonly lasting?: ReadonlySet<string> | undefined
  /** What of the history so far later verdicts depend on; only where states are named. */
  readonly memoryOf?: ((record: ExecutionRecord) => readonly unknown[]) | undefined
  /**
   * What the application does once a writer was killed and the others are through; absent where nobody is.
   *
   * @param workload all that was carried out so far, new starts included
   */
  readonly restart?: ((workload: Workload) => NextStart) | undefined
  /** Keep what is asked of the disk, so that power can be lost. */
  readonly recordsDisk?: boolean | undefined
  /** Whether verdicts depend on which operation had ended before another began; default: they do. */
  readonly isTimed?: boolean | undefined
  /** What the target is held against; absent where that is a register. */
  readonly specification?: Specified | null | undefined
  /** Lets the application load, where it is asked what it sees; default: it is not. */
  readonly load?: Load | undefined
  /** Sees what the programs do. */
  readonly witness?: Witness | undefined
  /** Called after every step. */
  readonly onStep?: (() => void) | undefined
}

export interface Execution {
  readonly record: ExecutionRecord
  readonly steps: number
  /** What each step did. */
  readonly log: () => readonly StepEvent[]
  /** Why it did not come to its end by itself; null where it did. */
  readonly stuck: string | null
  /** It is stuck, since an injected error has kept a lock from being removed: that is not held against the target. */
  readonly isLockedOut: boolean
  /** What was asked of the disk, until the application started again after a crash; null where it was not recorded. */
  readonly disk: DiskHistory | null
  /** What its files are called in every execution in which they come about like this. */
  readonly names: CanonicalNames
  /** What the harness cannot control, by name. */
  readonly uncontrolled: readonly string[]
  /** A call has begun at once beside work that was under way: where starts are steps, it could have begun later. */
  readonly hasDeferred: boolean
  /** The system has let something wait for what was held: there are orders that no schedule leads to. */
  readonly keptWaiting: boolean
  /** Somebody has looked at times of files, or may have: then they tell states apart. */
  readonly seesTimes: boolean
  /** What changed in the directory without a step. */
  readonly escapes: readonly string[]
  /** Whether any step of the file system was asked for, granted or not. */
  readonly asksForFiles: boolean
}
