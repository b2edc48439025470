import { faultMenu } from '../../faults/index.ts'
import type { PersistenceName } from '../../model/fault.ts'
import { foretoldBeside } from '../../model/predicted.ts'
import type { Phase } from '../../model/phase.ts'
import { modelsOf } from '../../model/settings.ts'
import type { FaultMenu } from '../../model/strategy.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Begun } from '../../protocol/controller-messages.ts'
import { FaultTally } from './fault-tally.ts'
import { memory } from './memory.ts'
import { PowerLosses } from './power-losses.ts'
import type { Executor } from '../executor.ts'

/** A target that crashes or hangs will do so again: so many times are enough to say so. */
const mostProblems = 3

export interface PhaseShareOptions {
  readonly executor: Executor
  readonly oracles: readonly OracleName[]
}

interface Searching extends Pick<Begun, 'space' | 'of'> {
  readonly search: Pick<Begun, 'executions' | 'predicted' | 'states' | 'untried'>
}

/** A controller's share of one phase: what may strike there, and what has come of it. */
export class PhaseShare {
  readonly phase: Phase
  /** The faults that may strike a step; null where none shall. */
  readonly menu: FaultMenu | null
  /**
   * What could strike in this phase on this core, and what did. Samples prefer what never struck here: what other phases
   * have come to by then depends on the machine, and a sample follows from the seed and its number alone.
   */
  readonly faults = new FaultTally()
  /** Under which power may be lost. */
  readonly models: readonly PersistenceName[]
  readonly losses: PowerLosses | null
  /** The search that has not come to its end; null where none was begun, or all are done. */
  searching: Searching | null = null
  /** How many sizes were searched to their end here. */
  sizes = 0
  /** Searches that have come to their end, and are no certificate. */
  readonly keptWaiting: Searching[] = []
  /** How far those had come that were given up. */
  readonly #givenUp: Begun[] = []
  executions = 0
  problems = 0
  /** The run was over before all that a power loss could have left of an execution was judged. */
  isCutShort = false

  constructor(phase: Phase, { executor, oracles }: PhaseShareOptions) {
    this.phase = phase
    this.menu = phase.faults.length > 0 ? this.faults.watching(faultMenu(phase.faults)) : null
    this.models = modelsOf(phase.faults)
    this.losses = this.models.length > 0 ? new PowerLosses(executor, oracles, this.models) : null
  }

  /** How far the search has come that has not come to its end; none where there is none. */
  begun(): Begun[] {
    const { faults } = this.phase
    return [
      ...this.keptWaiting.map((searched) => ({
        ...progressOf(searched),
        faults,
        keptWaiting: true as const,
      })),
      ...this.#givenUp,
      ...(this.searching ? [{ ...progressOf(this.searching), faults }] : []),
    ]
  }

  /** Keeps of the search under way how far it has come: its states fit into memory no longer. */
  giveUp(): void {
    if (!this.searching) return
    const { faults } = this.phase
    this.#givenUp.push({ ...progressOf(this.searching), faults, outOfMemory: true })
    this.searching = null
    memory.freed()
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

function progressOf({ space, of, search }: Searching) {
  const { executions, predicted, states, untried } = search
  return { space, of, executions, ...foretoldBeside(predicted), states, untried }
}
