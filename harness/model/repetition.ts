/** Starting processes is slow on a busy machine, and some targets start programs: after so long, a few times will do. */
const patienceMillis = 4_000

/**
 * Tells whether something was done often enough, from now on: `most` times, or fewer where each takes long; once, where
 * there is no time left.
 */
export function repetition(
  least: number,
  most: number,
  isLate: () => boolean = () => false,
): (times: number) => boolean {
  const started = performance.now()
  return (times) =>
    times >= most ||
    (times >= least && performance.now() - started > patienceMillis) ||
    (times >= 1 && isLate())
}
