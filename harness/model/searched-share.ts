/**
 * How much of a workload's search is done, below 1. It is an estimate: each choice that is known to be left is taken to
 * need one more execution. More may turn out to be left, so it may fall.
 */
export function searchedShare({
  executions,
  predicted = 0,
  untried,
}: {
  readonly executions: number
  readonly predicted?: number
  readonly untried: number
}): number {
  const done = executions + predicted
  return done / (done + untried + 1)
}
