import { check } from '../engine/check/check.ts'
import { assertRead } from '../settings/assert-read.ts'
import type { RunOptions } from '../settings/schema.ts'
import { checkOptions } from '../settings/settings.ts'
import { budgetWithin } from './budget.ts'
import { describeFailure } from './describe-failure.ts'
import type { Judgement, TestLimits } from './judgement.ts'

/**
 * Checks a target for a test, as `onewriter check` would, though without faults where `faults` does not name them.
 *
 * @throws UsageError when an option is wrong or the target does not load.
 */
export async function judgeHolds(
  target: string,
  options: RunOptions,
  { timeoutMillis, signals = [] }: TestLimits = {},
): Promise<Judgement> {
  assertRead('check', options, 'key')
  const { settings } = checkOptions(options, { spelling: 'key' })
  const budget = budgetWithin(settings.maxTimeMillis, timeoutMillis)
  const signal = AbortSignal.any([...signals, ...budget.signals])
  const asked = { ...settings, faults: settings.faults ?? [], maxTimeMillis: budget.millis }
  const failure = describeFailure(await check(target, asked, { signal }))
  return { failure, notices: budget.notice === null ? [] : [budget.notice] }
}
