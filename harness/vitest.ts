import { TestRunner, type TestContext } from 'vitest'
import { throwWhere } from './expectation/throw-where.ts'
import { judgeHolds } from './expectation/judge-holds.ts'
import { judgeReplayGone, type ReplayGoneOptions } from './expectation/judge-replay-gone.ts'
import type { Judgement, TestLimits } from './expectation/judgement.ts'
import type { RunOptions } from './settings/schema.ts'

export type { ReplayGoneOptions } from './expectation/judge-replay-gone.ts'

type Context = TestContext | undefined

/**
 * Fails the current test unless a target holds: checked as by `onewriter check`, though without faults where `faults`
 * does not name them. An inconclusive run fails as well.
 *
 * The whole budget has to fit into the test's timeout (`test(name, fn, timeoutMillis)`), with some seconds to shrink
 * and confirm what was found; where it does not, it is cut, and an annotation says so.
 *
 * @param target path of the target module, relative to the working directory
 * @param options as in `check`
 * @param context of the test; needed in `test.concurrent` alone, where the current test cannot be told
 * @throws Error with the message, the steps as a table and the replay command, which are attached to an annotation as well:
 *   reporters print an annotation beside the error, and nobody needs the table twice.
 * @throws UsageError when an option is wrong or the target does not load.
 */
export async function expectHolds(
  target: string,
  options: RunOptions = {},
  context: Context = TestRunner.getCurrentTest()?.context,
): Promise<void> {
  // Made here, so that its stack leads to the test.
  const error = new Error('not yet examined')
  await conclude(await judgeHolds(target, options, limitsOf(context)), error, context)
}

/**
 * Fails the current test unless a saved violation is gone. Its schedule is carried out again where that still fits.
 * Where it does not, since the code takes other steps now, the same small space is searched: as many writers, calls and
 * sessions, the same faults, the oracles that were broken. An annotation says so, and what was searched.
 *
 * @param file path of the replay file, relative to the working directory
 * @param options `times`: replays, each in fresh processes, default 3; `maxTime`: of the search, default 30 s
 * @param context of the test; needed in `test.concurrent` alone
 * @throws Error as `expectHolds`
 * @throws UsageError when it is no replay file, an option is wrong, or its target does not load.
 */
export async function expectReplayGone(
  file: string,
  options: ReplayGoneOptions = {},
  context: Context = TestRunner.getCurrentTest()?.context,
): Promise<void> {
  // Made here, so that its stack leads to the test.
  const error = new Error('not yet examined')
  await conclude(await judgeReplayGone(file, options, limitsOf(context)), error, context)
}

function limitsOf(context: Context): TestLimits {
  return context ? { timeoutMillis: context.task.timeout, signals: [context.signal] } : {}
}

async function conclude(judgement: Judgement, error: Error, context: Context): Promise<void> {
  for (const notice of judgement.notices) await context?.annotate(notice, 'notice')
  const { failure } = judgement
  if (failure !== null) {
    await context?.annotate(headlineOf(failure), 'onewriter', {
      contentType: 'text/plain',
      body: failure,
      bodyEncoding: 'utf-8',
    })
  }
  throwWhere(judgement, error)
}

function headlineOf(failure: string): string {
  const [headline = ''] = failure.split('\n')
  return `${headline}: the steps are attached, and in the error's message`
}
