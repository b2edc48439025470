import fc from 'fast-check'
import type { Workload } from '../../model/workload.ts'
import { smallerWorkloads, type WorkloadShape } from '../../workload/arbitrary.ts'

/**
 * Finds a smaller workload that still fails, with fast-check's own shrinking.
 *
 * @param workload is known to fail
 * @param fails whether a smaller one does
 * @param isOver asked before each candidate: then no further one is tried
 */
export async function shrinkWorkload(
  workload: Workload,
  shape: WorkloadShape,
  fails: (candidate: Workload) => Promise<boolean>,
  isOver: () => boolean,
): Promise<Workload> {
  // The limit is kept in here: fast-check's own would leave a round running behind its back.
  let known = true
  const holds = async (candidate: Workload) => {
    if (known) return (known = false)
    return isOver() || !(await fails(candidate))
  }
  const property = fc.asyncProperty(smallerWorkloads(shape), holds)
  const outcome = await fc.check(property, { examples: [[workload]], numRuns: 1 })
  return outcome.counterexample?.[0] ?? workload
}
