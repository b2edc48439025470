import type { Problem, Result } from '../model/result.ts'
import type { Verdict } from '../model/verdict.ts'
import { combined } from './merge.ts'

/**
 * What two runs over one target say together, the second of which came after the first.
 *
 * @param problems of both
 */
export function inTurn(first: Result, second: Result, problems: readonly Problem[]): Result {
  const both = combined([first, second], problems)
  const found = second.firstViolation
  return {
    ...first,
    ...both,
    verdict: verdictOf(both.oracles, problems),
    elapsedMs: first.elapsedMs + second.elapsedMs,
    firstViolation:
      first.firstViolation ??
      (found && {
        execution: first.executions + found.execution,
        elapsedMs: first.elapsedMs + found.elapsedMs,
      }),
  }
}

function verdictOf(oracles: Result['oracles'], problems: readonly Problem[]): Verdict {
  const verdicts = Object.values(oracles)
  if (verdicts.includes('violated')) return 'violated'
  return problems.length > 0 || !verdicts.includes('holds') ? 'inconclusive' : 'holds'
}
