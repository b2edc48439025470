import { pathToFileURL } from 'node:url'
import { UsageError } from '../../model/errors.ts'
import { ControllerProcess } from '../../processes/controller-process.ts'
import { pins } from '../../processes/cores.ts'
import { Pool } from '../../processes/pool.ts'
import type { News } from '../../protocol/controller-messages.ts'
import { defaultLimits } from '../limits.ts'
import { isOnPath } from '../../processes/on-path.ts'
import { runtimeOf } from '../../processes/runtime.ts'
import { runtimeTitles } from '../../model/runtime.ts'
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
export async function replay(
  file: string,
  { times, runtime: given, dir }: ReplayOptions,
): Promise<ReplayOutcome> {
  const loaded = loadReplayFile(file)
  const runtime = runtimeFor(loaded, file, given)
  const { control } = loaded.file
  const { counterexample, target } = loaded
  const pool = await Pool.open({ ...defaultLimits, target, dir, runtime, control, samePid: false })
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
      pin: pins(pool.idleBefore)[0] ?? [],
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

/**
 * What runs the writers: the runtime that the file was saved with, as it was given or as it is on the PATH.
 *
 * @throws UsageError where it is neither
 */
function runtimeFor({ file: { runtime } }: Loaded, file: string, given: string): string {
  const wanted = runtime?.name ?? 'node'
  if (runtimeOf(given).name === wanted) return given
  if (given === process.execPath && isOnPath(wanted)) return wanted
  const version = runtime ? ` ${runtime.version}` : ''
  throw new UsageError(
    `${file}: this was found with ${runtimeTitles[wanted]}${version}; expected --runtime=PATH of that, or \`${wanted}\` on the PATH`,
  )
}
