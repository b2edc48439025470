import { littleChecked } from '../model/little-checked.ts'
import type { Result } from '../model/result.ts'
import type { OracleName } from '../model/verdict.ts'

/** What goes behind a verdict that is not the last word: the run was told to stop, or a check has looked at little. */
export function soFar(result: Result): string {
  if (result.verdict !== 'holds') return ''
  return `${result.interrupted ? ' so far' : ''}${littleChecked(result).length > 0 ? ', but little was checked' : ''}`
}

/** Behind an oracle that is violated and has no counterexample of its own, how to see one; empty elsewhere. */
export function howViolated(oracle: OracleName, { oracles, violations }: Result): string {
  if (oracles[oracle] !== 'violated' || violations.some((violation) => violation.oracle === oracle)) return ''
  const isBeside = violations.some(({ counterexample }) =>
    counterexample?.also?.some((also) => also.oracle === oracle),
  )
  return isBeside ? 'in the same execution' : `as well; --oracle=${oracle} shows how`
}
