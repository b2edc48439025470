import { TestRunner, type TestContext } from 'vitest'
import { check } from './engine/check/check.ts'
import { budgetWithin } from './expectation/budget.ts'
import { describeFailure } from './expectation/describe-failure.ts'
import { assertRead } from './settings/assert-read.ts'
import type { RunOptions } from './settings/schema.ts'
import { checkOptions } from './settings/settings.ts'

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
  context: TestContext | undefined = TestRunner.getCurrentTest()?.context,
): Promise<void> {
  // Made here, so that its stack leads to the test.
  const failure = new Error('not yet examined')
  assertRead('check', options, 'key')
  const { settings } = checkOptions(options, { spelling: 'key' })
  const budget = budgetWithin(settings.maxTimeMillis, context?.task.timeout)
  if (budget.notice !== null) await context?.annotate(budget.notice, 'notice')
  const signal = AbortSignal.any([...(context ? [context.signal] : []), ...budget.signals])
  const asked = { ...settings, faults: settings.faults ?? [], maxTimeMillis: budget.millis }
  const description = describeFailure(await check(target, asked, { signal }))
  if (description === null) return
  failure.message = description
  await context?.annotate(headlineOf(description), 'onewriter', {
    contentType: 'text/plain',
    body: description,
    bodyEncoding: 'utf-8',
  })
  throw failure
}

function headlineOf(description: string): string {
  const [headline = ''] = description.split('\n')
  return `${headline}: the steps are attached, and in the error's message`
}
