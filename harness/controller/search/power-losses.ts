import { seedOf } from '../../model/seed.ts'
import { digestOf } from '../../model/digest.ts'
import type { PersistenceName } from '../../model/fault.ts'
import { RecentKeys } from '../../model/recent-keys.ts'
import type { Judgement, OracleName } from '../../model/verdict.ts'
import type { Execution } from '../execute/execution.ts'
import { judgeCut } from '../power-cut/judge-cut.ts'
import { PowerCuts, type PowerCut } from '../power-cut/power-cuts.ts'
import type { Executor, Starting } from '../executor.ts'

/**
 * On one image of so many the application starts again, though what is on disk would tell; and on each that has something
 * else beside the session files than those before, such as a lock.
 */
const startsEvery = 16
/** Keeps the draws of the step after which power is lost, and of what is, apart from others. */
const drawStream = 0x9055

export interface Performed extends Omit<Starting, 'mayForetell'> {
  /** Power is lost after each step, whatever that costs; else after one. */
  readonly isThorough: boolean
  /** As in `PowerCutOptions`. */
  readonly from?: number
}

/** Judges what a power loss would have left of executions that went on to their end. */
export class PowerLosses {
  readonly #cuts = new PowerCuts()
  readonly #executor: Executor
  readonly #oracles: readonly OracleName[]
  readonly #models: readonly PersistenceName[]
  /** Judged so far. */
  #images = 0
  readonly #leftovers = new RecentKeys()

  constructor(executor: Executor, oracles: readonly OracleName[], models: readonly PersistenceName[]) {
    this.#executor = executor
    this.#oracles = oracles
    this.#models = models
  }

  /** True once a power loss could have left more images than were judged. */
  get isCut(): boolean {
    return this.#cuts.isCut
  }

  /** The search begins anew, with other processes or other states: what was judged has to be judged again. */
  forget(): void {
    this.#cuts.forget()
  }

  *of(
    execution: Execution,
    { isThorough, from = 0, ...performed }: Performed,
  ): Generator<{ readonly cut: PowerCut; readonly judgements: readonly Judgement[] }> {
    const [executor, oracles] = [this.#executor, this.#oracles]
    const { workload, seed, isIsolated = false } = performed
    // Of fresh processes, and of samples with a seed each, nothing is learned that says what another start does.
    const starting = { ...performed, mayForetell: isThorough && !isIsolated }
    const options = {
      ...executor.forCuts(workload),
      oracles,
      models: this.#models,
      seed,
      from,
      ...(!isThorough && { draw: drawsFrom(seed) }),
    }
    for (const cut of this.#cuts.of(execution, options)) {
      this.#images += 1
      const startsAgain = isThorough || this.#images % startsEvery === 0 || this.#isNew(cut)
      yield { cut, judgements: judgeCut(cut, oracles, { executor, startsAgain, ...starting }) }
    }
  }

  #isNew(cut: PowerCut): boolean {
    return this.#leftovers.meet(digestOf(leftoversOf(cut)))
  }
}

/** What lies beside the session files, without what tells one temporary name from another. */
function leftoversOf({ record: { entries, files } }: PowerCut): string[] {
  const sessionFiles = Object.values(files)
  const others = entries.filter((entry) => !sessionFiles.includes(entry))
  return others.map((entry) => entry.replaceAll(/[0-9a-f]*\d[0-9a-f]*/gi, '#')).toSorted()
}

function drawsFrom(seed: number): (below: number) => number {
  let drawn = 0
  return (below) => seedOf(seed, drawStream + (drawn += 1)) % below
}
