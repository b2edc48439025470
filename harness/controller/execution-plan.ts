import type { Execution } from './execute/execution.ts'
import type { ExecutionRequest } from './executor.ts'
import type { PhaseShare } from './search/phase-share.ts'
import type { PowerLosses, Performed } from './search/power-losses.ts'

/** One execution to be carried out. */
export interface ExecutionPlan extends ExecutionRequest {
  readonly phase: PhaseShare
  /** Whether to carry it out twice. */
  readonly isChecked: boolean
  /** Lose power after each of its steps, and not only after one. */
  readonly isThorough?: boolean
  /** What it was foretold to be. */
  readonly asForetold?: Execution
  /** Told what came of it, before that is judged. */
  readonly onExecution?: (execution: Execution) => void
}

/** What a power loss would have left of an execution, as far as that is not judged yet. */
export interface Losing {
  readonly cuts: ReturnType<PowerLosses['of']>
  readonly execution: Execution
  readonly performed: Performed
}
