/**
 * Deals a number of executions out by weight. Whoever comes first gets what is left over; where there are fewer than
 * there are weights, the last ones get none.
 */
export function deal(executions: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = weights.map((weight) => Math.floor((executions * weight) / total))
  let left = executions - shares.reduce((sum, share) => sum + share, 0)
  const isScarce = executions < 2 * weights.length
  return shares.map((share, index) => {
    // So few that the weights would leave most of them without any.
    if (isScarce) return Math.floor((executions + weights.length - 1 - index) / weights.length)
    if (left <= 0) return share
    left -= 1
    return share + 1
  })
}
