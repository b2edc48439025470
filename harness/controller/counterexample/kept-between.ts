import { HarnessError, NotRepeated, ReplayDivergence } from '../../model/errors.ts'
import { ProgramGone } from '../../model/program.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { Executor } from '../executor.ts'

/**
 * Whether something went wrong since a target keeps something between executions: it has done something else after the
 * same observations, or a writer has crashed that does not crash in processes of its own.
 *
 * @returns what differed; null where it is the target's doing, or where nobody can tell
 */
export async function keptBetween(
  error: unknown,
  executor: Executor,
  seed: number,
): Promise<NotRepeated | null> {
  if (error instanceof NotRepeated) return error
  if (!(error instanceof ProgramGone) || error.isHanging || executor.keepsNothing) return null
  if (error.course === null || (await crashesAgain(error.course, executor, seed))) return null
  const difference = `${error.program.label} has crashed, and does not in processes of its own`
  return new NotRepeated(difference, difference)
}

async function crashesAgain(
  { workload, steps }: NonNullable<ProgramGone['course']>,
  executor: Executor,
  seed: number,
): Promise<boolean> {
  await executor.refresh()
  try {
    executor.replay({ workload, schedule: scheduleOf(steps), seed }, true)
  } catch (error) {
    if (error instanceof ProgramGone) {
      error.program.kill()
      return true
    }
    if (!(error instanceof HarnessError || error instanceof ReplayDivergence)) throw error
  }
  return false
}
