import type { Result } from '../../model/result.ts'
import { inTurn } from '../in-turn.ts'
import { distinct } from '../combined.ts'
import { distinctProblems } from '../../model/problem.ts'

/** Two phases of one check as one result; the second came after the first. */
export function combine(one: Result, other: Result): Result {
  const problems = distinctProblems([...one.problems, ...other.problems])
  // In the order in which they were found: the phases go from what proves most to what needs luck.
  const violations = distinct([...one.violations, ...other.violations], ({ signature }) => signature)
  return inTurn(one, other, { firstViolation: earlier(one, other), violations, problems })
}

/** They took turns, and the clocks of both began with the check. */
function earlier(one: Result, other: Result): Result['firstViolation'] {
  const [mine, found] = [one.firstViolation, other.firstViolation]
  if (!found || (mine && mine.elapsedMs <= found.elapsedMs)) return mine
  return { execution: one.executions + found.execution, elapsedMs: found.elapsedMs }
}
