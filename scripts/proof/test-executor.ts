import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { GuardedDirectory } from '../../harness/guarded/guarded-directory.ts'
import type { Execution } from '../../harness/controller/execute/execution.ts'
import type { Executor } from '../../harness/controller/executor.ts'
import { executorFor } from '../../harness/controller/executor-for.ts'
import { seedOf } from '../../harness/model/seed.ts'
import type { Scheduler, Strategy } from '../../harness/model/strategy.ts'
import type { TargetFacts } from '../../harness/model/target.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { CallPlan, Workload } from '../../harness/model/workload.ts'
import { judge } from '../../harness/oracles/index.ts'

export interface ExecutorOptions extends Partial<TargetFacts> {
  readonly samePid?: boolean
  /** As in `ExecutorOptions`, both. */
  readonly learns?: boolean
  readonly omitsTimes?: boolean
  /** Where its directory is made; default: the system's temp. */
  readonly base?: string
}

/** An executor of this process's own, without a controller: executions are had one by one. */
export class TestExecutor {
  readonly executor: Executor
  readonly #root: GuardedDirectory

  constructor(
    target: string,
    {
      samePid = false,
      learns = false,
      omitsTimes = false,
      base = os.tmpdir(),
      ...facts
    }: ExecutorOptions = {},
  ) {
    const defaults: TargetFacts = {
      name: path.basename(target),
      operations: [],
      sessionFiles: [],
      oracles: null,
      byteExact: true,
      controllable: true,
      recovers: false,
      overlap: true,
      customRead: false,
      specification: null,
      loads: false,
      owns: false,
    }
    const name = `executor-${randomUUID()}`
    this.#root = GuardedDirectory.make(path.join(fs.realpathSync(base), name))
    const options = {
      target: pathToFileURL(target).href,
      runtime: process.execPath,
      root: this.#root,
      name: 'executor',
      compileCacheDir: this.#root.make('compiled'),
      facts: { ...defaults, ...facts },
      samePid,
      learns,
      omitsTimes,
    }
    this.executor = executorFor(
      options,
      () => {},
      () => {},
    )
  }

  perform(workload: Workload, scheduler: Scheduler, seed = 1): Execution {
    return this.executor.perform({ workload, scheduler, seed })
  }

  /** How many executions it takes until one breaks one of the oracles; Infinity where `limit` do not. */
  findsAfter(workload: Workload, search: Search): number {
    const { strategies, seed, limit, oracles } = search
    for (let number = 1; number <= limit; number += 1) {
      const strategy = strategies[number % strategies.length] as Strategy
      const executionSeed = seedOf(seed, number)
      const scheduler = strategy.begin(executionSeed, 6 * workload.writers.flat().length)
      const { record } = this.perform(workload, scheduler, executionSeed)
      if (judge(record, oracles).some(({ verdict }) => verdict === 'violated')) return number
    }
    return Infinity
  }

  async close(): Promise<void> {
    await this.executor.close()
    this.#root.remove()
    this.#root.close()
  }
}

export interface Search {
  readonly strategies: readonly Strategy[]
  readonly seed: number
  readonly limit: number
  readonly oracles: readonly OracleName[]
}

/** A call of the given operation on the first session. */
export function plan(operation: string, payloadBytes: number, rest: Partial<CallPlan> = {}): CallPlan {
  return { operation, session: 's1', payloadBytes, awaited: true, ...rest }
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] as number
}
