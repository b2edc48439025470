import { count } from '../model/count.ts'
import type { Result } from '../model/result.ts'
import type { OracleName } from '../model/verdict.ts'

/** So few are no sample of what interleavings there are. */
const fewExecutions = 100

/** What goes behind a verdict that is not the last word: the run was told to stop. */
export function soFar({ verdict, interrupted }: Pick<Result, 'verdict' | 'interrupted'>): string {
  return interrupted && verdict === 'holds' ? ' so far' : ''
}

/** Why a run that holds says next to nothing; null where it says more. */
export function thinSample({ verdict, exhausted, executions }: Result): string | null {
  if (verdict !== 'holds' || exhausted.length > 0 || executions >= fewExecutions) return null
  return `next to nothing was sampled: ${count(executions, 'execution')}, and no size was searched completely; give it more (--max-time, --executions)`
}

/** Behind an oracle that is violated and has no counterexample of its own, how to see one; empty elsewhere. */
export function howViolated(oracle: OracleName, { oracles, violations }: Result): string {
  if (oracles[oracle] !== 'violated' || violations.some((violation) => violation.oracle === oracle)) return ''
  const isBeside = violations.some(({ counterexample }) =>
    counterexample?.also?.some((also) => also.oracle === oracle),
  )
  return isBeside ? 'in the same execution' : `as well; --oracle=${oracle} shows how`
}
