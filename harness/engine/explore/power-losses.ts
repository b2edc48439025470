import { seedOf } from '../../model/seed.ts'
import type { PersistenceName } from '../../model/fault.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import type { Judgement } from '../../oracles/index.ts'
import type { Execution } from '../execute/execute.ts'
import { judgeCut } from './judge-cut.ts'
import { PowerCuts, type PowerCut } from './power-cuts.ts'
import type { Stage } from './stage.ts'

/** On one image of so many the application starts again, though what is on disk would tell. */
const startsEvery = 16
/** Keeps the draws of the step after which power is lost, and of what is, apart from others. */
const drawStream = 0x9055

export interface Performed {
  readonly workload: Workload
  readonly seed: number
  /** Power is lost after each step, whatever that costs; else after one. */
  readonly isThorough: boolean
}

/** Judges what a power loss would have left of executions that went on to their end. */
export class PowerLosses {
  readonly #cuts = new PowerCuts()
  readonly #stage: Stage
  readonly #oracles: readonly OracleName[]
  readonly #models: readonly PersistenceName[]
  /** Judged so far. */
  #images = 0

  constructor(stage: Stage, oracles: readonly OracleName[], models: readonly PersistenceName[]) {
    this.#stage = stage
    this.#oracles = oracles
    this.#models = models
  }

  /** True once a power loss could have left more images than were judged. */
  get isCut(): boolean {
    return this.#cuts.isCut
  }

  *of(
    execution: Execution,
    { workload, seed, isThorough }: Performed,
  ): Generator<{ readonly cut: PowerCut; readonly judgements: readonly Judgement[] }> {
    const [stage, oracles] = [this.#stage, this.#oracles]
    const options = {
      ...stage.forCuts(workload),
      oracles,
      models: this.#models,
      seed,
      ...(!isThorough && { draw: drawsFrom(seed) }),
    }
    for (const cut of this.#cuts.of(execution, options)) {
      this.#images += 1
      const startsAgain = isThorough || this.#images % startsEvery === 0
      yield { cut, judgements: judgeCut(cut, oracles, { stage, workload, seed, startsAgain }) }
    }
  }
}

function drawsFrom(seed: number): (below: number) => number {
  let drawn = 0
  return (below) => seedOf(seed, drawStream + (drawn += 1)) % below
}
