/**
 * How much of a workload's search is done, below 1. It is an estimate: each choice that is known to be left is taken to
 * need one more execution. More may turn out to be left, so it may fall.
 */
export function searchedShare({
  executions,
  untried,
}: {
  readonly executions: number
  readonly untried: number
}): number {
  return executions / (executions + untried + 1)
}
