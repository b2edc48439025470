import { throwWhere } from './expectation/throw-where.ts'
import { judgeHolds } from './expectation/judge-holds.ts'
import { judgeReplayGone, type ReplayGoneOptions } from './expectation/judge-replay-gone.ts'
import type { Judgement, TestLimits } from './expectation/judgement.ts'
import type { RunOptions } from './settings/schema.ts'

export type { ReplayGoneOptions } from './expectation/judge-replay-gone.ts'

/** What is used of the context that `node:test` gives a test. */
export interface NodeTestContext {
  readonly signal: AbortSignal
  diagnostic(message: string): void
}

/**
 * Fails a test of `node:test` unless a target holds: checked as by `onewriter check`, though without faults where
 * `faults` does not name them. An inconclusive run fails as well.
 *
 * @param target path of the target module, relative to the working directory
 * @param options as in `check`; `maxTime` has to be shorter than the test's `timeout`, which cannot be told here
 * @param context of the test: it ends the run with the test, and is told what was cut
 * @throws Error with the message, the steps as a table and the replay command
 * @throws UsageError when an option is wrong or the target does not load.
 */
export async function expectHolds(
  target: string,
  options: RunOptions = {},
  context?: NodeTestContext,
): Promise<void> {
  // Made here, so that its stack leads to the test.
  const error = new Error('not yet examined')
  conclude(await judgeHolds(target, options, limitsOf(context)), error, context)
}

/**
 * Fails a test of `node:test` unless a saved violation is gone. Its schedule is carried out again where that still
 * fits. Where it does not, since the code takes other steps now, the same small space is searched: as many writers,
 * calls and sessions, the same faults, the oracles that were broken. A diagnostic says so, and what was searched.
 *
 * @param file path of the replay file, relative to the working directory
 * @param options `times`: replays, each in fresh processes, default 3; `maxTime`: of the search, default 30 s
 * @param context of the test
 * @throws Error as `expectHolds`
 * @throws UsageError when it is no replay file, an option is wrong, or its target does not load.
 */
export async function expectReplayGone(
  file: string,
  options: ReplayGoneOptions = {},
  context?: NodeTestContext,
): Promise<void> {
  // Made here, so that its stack leads to the test.
  const error = new Error('not yet examined')
  conclude(await judgeReplayGone(file, options, limitsOf(context)), error, context)
}

function limitsOf(context: NodeTestContext | undefined): TestLimits {
  return context ? { signals: [context.signal] } : {}
}

function conclude(judgement: Judgement, error: Error, context: NodeTestContext | undefined): void {
  for (const notice of judgement.notices) context?.diagnostic(notice)
  throwWhere(judgement, error)
}
