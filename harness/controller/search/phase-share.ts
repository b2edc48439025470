import { faultMenu } from '../../faults/index.ts'
import type { PersistenceName } from '../../model/fault.ts'
import type { Phase } from '../../model/phase.ts'
import { modelsOf } from '../../model/settings.ts'
import type { FaultMenu } from '../../model/strategy.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { IsNew } from '../../strategies/with-drawn-faults.ts'
import type { FaultTally } from './fault-tally.ts'
import { PowerLosses } from './power-losses.ts'
import type { Executor } from '../executor.ts'

/** A target that crashes or hangs will do so again: so many times are enough to say so. */
const mostProblems = 3

export interface PhaseShareOptions {
  readonly executor: Executor
  readonly oracles: readonly OracleName[]
  /** Takes note of what could strike. */
  readonly faults: FaultTally
}

/** A controller's share of one phase: what may strike there, and what has come of it. */
export class PhaseShare {
  readonly phase: Phase
  /** The faults that may strike a step; null where none shall. */
  readonly menu: FaultMenu | null
  /** Whether a fault never struck an operation on this core, so that samples prefer it. */
  readonly isNew: IsNew
  /** Under which power may be lost. */
  readonly models: readonly PersistenceName[]
  readonly losses: PowerLosses | null
  executions = 0
  problems = 0
  /** The run was over before all that a power loss could have left of an execution was judged. */
  isCutShort = false

  constructor(phase: Phase, { executor, oracles, faults }: PhaseShareOptions) {
    this.phase = phase
    this.menu = phase.faults.length > 0 ? faults.watching(faultMenu(phase.faults)) : null
    this.isNew = (op, fault) => faults.isNew(op, fault)
    this.models = modelsOf(phase.faults)
    this.losses = this.models.length > 0 ? new PowerLosses(executor, oracles, this.models) : null
  }

  /** True where there is no point in going on. */
  get isHopeless(): boolean {
    return this.problems >= mostProblems
  }

  /** True once a power loss could have left more images than were judged. */
  get isImageMissing(): boolean {
    return this.isCutShort || (this.losses?.isCut ?? false)
  }
}
