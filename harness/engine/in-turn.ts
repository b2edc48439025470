import { conclude } from '../model/conclude.ts'
import type { Problem, Result } from '../model/result.ts'
import { combined, distinct, oraclesOf, someOf, violationsOf } from './combined.ts'
import { furthestUnfinished } from './unfinished.ts'

/**
 * What two runs over one target say together, the second of which came after the first.
 *
 * @param problems of both
 */
export function inTurn(first: Result, second: Result, problems: readonly Problem[]): Result {
  const found = second.firstViolation
  const both = [first, second] as const
  const exhausted = distinct([...first.exhausted, ...second.exhausted], (space) => JSON.stringify(space))
  const firstViolation =
    first.firstViolation ??
    (found && {
      execution: first.executions + found.execution,
      elapsedMs: first.elapsedMs + found.elapsedMs,
    })
  return combined(both, {
    conclusion: conclude(oraclesOf(both), { firstViolation, violations: violationsOf(both), problems }),
    shard: first.shard,
    node: first.node,
    elapsedMs: first.elapsedMs + second.elapsedMs,
    exhausted,
    unfinished: someOf(furthestUnfinished(both, exhausted)),
    parts: first.parts || second.parts ? [...(first.parts ?? []), ...(second.parts ?? [])] : undefined,
  })
}
