import { conclude, type Found } from '../model/conclude.ts'
import type { Result } from '../model/result.ts'
import { combined, distinct, oraclesOf, someOf } from './combined.ts'
import { furthestUnfinished } from './unfinished.ts'

/**
 * What two runs over one target say together, the second of which came after the first.
 *
 * @param found what both have found and met: how that adds up is for the caller to say
 */
export function inTurn(first: Result, second: Result, found: Found): Result {
  const both = [first, second] as const
  const exhausted = distinct([...first.exhausted, ...second.exhausted], (space) => JSON.stringify(space))
  return combined(both, {
    conclusion: conclude(oraclesOf(both), found),
    shard: first.shard,
    node: first.node,
    elapsedMs: first.elapsedMs + second.elapsedMs,
    exhausted,
    unfinished: someOf(furthestUnfinished(both, exhausted)),
    parts: first.parts || second.parts ? [...(first.parts ?? []), ...(second.parts ?? [])] : undefined,
  })
}
