import type { Result } from '../model/result.ts'
import type { OracleName } from '../model/verdict.ts'

/** What goes behind a verdict that is not the last word: the run was told to stop. */
export function soFar({ verdict, interrupted }: Pick<Result, 'verdict' | 'interrupted'>): string {
  return interrupted && verdict === 'holds' ? ' so far' : ''
}

/** Behind an oracle that is violated and has no counterexample of its own, how to see one; empty elsewhere. */
export function howViolated(oracle: OracleName, { oracles, violations }: Result): string {
  if (oracles[oracle] !== 'violated' || violations.some((violation) => violation.oracle === oracle)) return ''
  const isBeside = violations.some(({ counterexample }) =>
    counterexample?.also?.some((also) => also.oracle === oracle),
  )
  return isBeside ? 'in the same execution' : `as well; --oracle=${oracle} shows how`
}
