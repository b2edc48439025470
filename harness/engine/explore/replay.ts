import { pathToFileURL } from 'node:url'
import { UsageError } from '../../model/errors.ts'
import { ControllerProcess } from '../../processes/controller-process.ts'
import { pins } from '../../processes/cores.ts'
import { Pool } from '../../processes/pool.ts'
import type { News } from '../../protocol/controller-messages.ts'
import { defaultLimits } from '../limits.ts'
import { loadReplayFile, type Loaded } from '../../recording/load.ts'

export interface ReplayOptions {
  /** How often, each time in fresh processes. */
  readonly times: number
  readonly runtime: string
  readonly dir?: string | undefined
}

/** What became of a saved violation. */
export interface ReplayOutcome {
  readonly loaded: Loaded
  readonly times: number
  readonly of: number
  /** Set where the schedule no longer fits: names the first step that differs. */
  readonly divergence: string | null
  /** Why it could not be told. */
  readonly problem: string | null
}

/**
 * Carries a saved violation out again, in fresh processes and a fresh directory.
 *
 * @throws UsageError when the file is no replay file, or its target does not load.
 */
export async function replay(file: string, { times, runtime, dir }: ReplayOptions): Promise<ReplayOutcome> {
  const loaded = loadReplayFile(file)
  const { counterexample, target } = loaded
  const pool = await Pool.open({ ...defaultLimits, target, dir, runtime, samePid: false })
  const unknown = counterexample.workload.writers
    .flat()
    .find(({ operation, looks }) => (looks ? !pool.facts.loads : !pool.facts.operations.includes(operation)))
  try {
    if (unknown)
      throw new UsageError(
        `${file}: its target has no ${unknown.looks ? '`load`' : `call named \`${unknown.operation}\``} any more`,
      )
    let outcome: ReplayOutcome = {
      loaded,
      times: 0,
      of: times,
      divergence: null,
      problem: 'its controller told nothing',
    }
    const onNews = (news: News) => {
      if (news.type === 'replayed') outcome = { loaded, ...news, problem: null }
      else if (news.type === 'problem') outcome = { ...outcome, problem: news.problem.message }
    }
    const controller = new ControllerProcess({
      pin: pins()[0] ?? [],
      privilege: pool.privilege,
      guard: pool.guard,
      order: {
        type: 'replay',
        target: pathToFileURL(target).href,
        facts: pool.facts,
        oracles: [counterexample.oracle],
        root: pool.root,
        name: 'core-0',
        compileCacheDir: pool.compileCacheDir,
        runtime,
        counterexample,
        times,
      },
      onNews,
    })
    await controller.ended
    return outcome
  } finally {
    await pool.close()
  }
}
