import { pathToFileURL } from 'node:url'
import type { Execution } from '../../harness/controller/execute/execution.ts'
import { judgeCut } from '../../harness/controller/power-cut/judge-cut.ts'
import { PowerCuts } from '../../harness/controller/power-cut/power-cuts.ts'
import type { Executor } from '../../harness/controller/executor.ts'
import { executorFor } from '../../harness/controller/executor-for.ts'
import { defaultLimits } from '../../harness/engine/limits.ts'
import { persistenceNames, type Fault, type PersistenceName } from '../../harness/model/fault.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { DecisionPoint, Scheduler } from '../../harness/model/strategy.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { defaultOracles, judge } from '../../harness/oracles/index.ts'
import { Pool } from '../../harness/processes/pool.ts'
import { conditions, menuOf, powerLossUnder, type Condition } from './conditions.ts'
import { Keeper } from './keeper.ts'
import { targetOf, type Library } from './libraries.ts'
import { contentOf, outcomeOf, placeOf, struckCall } from './outcome.ts'
import type { Saved, Struck } from './results.ts'
import { seed } from './saved.ts'
import { Tally } from './tally.ts'

export interface Strikes {
  readonly struck: readonly Struck[]
  /** Of each oracle that is violated here and was not before. */
  readonly smallest: readonly Saved[]
}

/** Strikes one writer, in the second of two calls, with every fault of each condition at every step. */
export function strikeLibrary(
  library: Library,
  outputDir: string,
  violatedBefore: readonly OracleName[],
): Promise<Strikes> {
  return strikeTarget(targetOf(library.name), outputDir, {
    isIsolated: library.keepsState === true,
    violatedBefore,
  })
}

export interface StrikeOptions {
  /** It keeps something between executions, so that each needs fresh processes. */
  readonly isIsolated?: boolean
  /** What is violated without any of this. */
  readonly violatedBefore?: readonly OracleName[]
}

/** The same for any target. */
export async function strikeTarget(
  target: string,
  outputDir: string,
  { isIsolated = false, violatedBefore = [] }: StrikeOptions = {},
): Promise<Strikes> {
  const options = { ...defaultLimits, dir: undefined, runtime: process.execPath, samePid: false }
  const pool = await Pool.open({ ...options, target })
  const { facts, compileCacheDir, guard } = pool
  const executor = executorFor(
    {
      ...options,
      target: pathToFileURL(target).href,
      root: pool.root,
      name: 'strike',
      compileCacheDir,
      facts,
    },
    (news) => {
      if (news.type === 'spawned') guard.watch(news.pid)
      if (news.type === 'ended') guard.release(news.pid)
    },
    () => {},
  )
  try {
    const [operation = ''] = facts.operations
    const striker = new Striker(executor, operation, struckCall, isIsolated)
    const tallies: Tally[] = []
    for (const condition of conditions) tallies.push(await striker.strike(condition))
    for (const model of persistenceNames) tallies.push(await striker.losePower(model))
    const keeper = new Keeper(target, outputDir, executor, isIsolated)
    const struck = await saveEach(tallies, keeper)
    // What a single call shows is smaller than what is left of two.
    const single = new Striker(executor, operation, 1, isIsolated)
    const smaller: Tally[] = []
    for (const condition of conditions) smaller.push(await single.strike(condition))
    const oracles = defaultOracles.filter((oracle) => !violatedBefore.includes(oracle))
    return { struck, smallest: await saveSmallest([...smaller, ...tallies], oracles, keeper) }
  } finally {
    await executor.close()
    await pool.close()
  }
}

async function saveEach(tallies: readonly Tally[], keeper: Keeper): Promise<Struck[]> {
  const struck: Struck[] = []
  for (const tally of tallies) {
    const seen = tally.mostTelling()
    struck.push(tally.struck(seen ? await keeper.save(seen) : null))
  }
  return struck
}

async function saveSmallest(
  tallies: readonly Tally[],
  oracles: readonly OracleName[],
  keeper: Keeper,
): Promise<Saved[]> {
  const smallest: Saved[] = []
  for (const oracle of oracles) {
    const seen = tallies.map((tally) => tally.seen(oracle)).find((each) => each !== undefined)
    if (!seen) continue
    const saved = await keeper.saveSmallest(seen)
    if (typeof saved === 'string') throw new Error(saved)
    smallest.push(saved)
  }
  return smallest
}

/** A fault for one decision, counted from 0. */
interface Offer {
  readonly at: number
  readonly fault: Fault
}

class Striker {
  readonly #executor: Executor
  readonly #workload: Workload
  readonly #isIsolated: boolean

  /** @param calls of one writer, one after the other; the last one is struck */
  constructor(executor: Executor, operation: string, calls: number, isIsolated: boolean) {
    const plans = Array.from({ length: calls }, (_, index) => ({
      operation,
      session: 's1',
      payloadBytes: 24 * (index + 1),
      awaited: true,
    }))
    this.#executor = executor
    this.#workload = { writers: [plans], readers: 0 }
    this.#isIsolated = isIsolated
  }

  async strike(condition: Condition): Promise<Tally> {
    const tally = new Tally(condition.name)
    for (const offer of await this.#offers(condition)) {
      const execution = await this.#perform(striking(offer))
      const { record, stuck } = execution
      // What lies there in the middle of a call is for no oracle to judge; after a kill, the next start may wait for ever.
      const isJudged = stuck === null || record.restart !== undefined
      const outcome = isJudged ? outcomeOf(record) : `it does not come to its end (${stuck})`
      tally.add(outcome, placeOf(execution.log()))
      if (isJudged) this.#note(execution, tally)
    }
    return tally
  }

  /** What there is to strike when all goes well. */
  async #offers(condition: Condition): Promise<Offer[]> {
    const menu = menuOf(condition, this.#workload.writers.flat().length)
    const offers: Offer[] = []
    const choose = ({ choices, findsOf, made }: DecisionPoint) => {
      const choice = choices[0]!
      offers.push(...menu(choice.step, findsOf(choice)).map(({ fault }) => ({ at: made, fault })))
      return { choice }
    }
    await this.#perform({ choose })
    return offers
  }

  async losePower(model: PersistenceName): Promise<Tally> {
    const executor = this.#executor
    const workload = this.#workload
    const tally = new Tally(powerLossUnder(model))
    const execution = await this.#perform(striking(null), true)
    const options = { ...executor.forCuts(workload), oracles: defaultOracles, models: [model], seed }
    for (const cut of new PowerCuts().of(execution, options)) {
      const done = cut.record.calls.filter(({ outcome }) => outcome === 'acknowledged').length
      tally.add(contentOf(Object.values(cut.record.restart?.finals ?? {})[0]), String(done))
      const judgements = judgeCut(cut, [...defaultOracles], { executor, workload, seed, startsAgain: false })
      for (const { oracle, verdict } of judgements) if (verdict === 'holds') tally.judge(oracle, verdict)
      if (judgements.some(({ oracle, verdict }) => verdict === 'violated' && tally.isNew(oracle))) {
        if (this.#isIsolated) await executor.refresh()
        this.#note(executor.crash({ workload, seed, schedule: cut.schedule() }), tally)
      }
    }
    return tally
  }

  async #perform(scheduler: Scheduler, recordsDisk = false): Promise<Execution> {
    if (this.#isIsolated) await this.#executor.refresh()
    return this.#executor.perform({ workload: this.#workload, scheduler, seed, recordsDisk })
  }

  #note(execution: Execution, tally: Tally): void {
    for (const { oracle, verdict, findings } of judge(execution.record, defaultOracles)) {
      tally.judge(oracle, verdict)
      const [finding] = findings
      if (!finding || !tally.isNew(oracle)) continue
      const steps = execution.log()
      const { files } = execution.record
      const schedule = scheduleOf(steps)
      tally.keep({ workload: this.#workload, schedule, steps, files, seed, samePid: false, oracle, finding })
    }
  }
}

/** One writer has hardly ever a choice: it takes what it asked for first. */
function striking(offer: Offer | null): Scheduler {
  return {
    choose: ({ choices, made }) =>
      made === offer?.at ? { choice: choices[0]!, fault: offer.fault } : { choice: choices[0]! },
  }
}
