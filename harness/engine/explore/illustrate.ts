import { isDeepStrictEqual } from 'node:util'
import type { Counterexample } from '../../model/counterexample.ts'
import { HarnessFault, ReplayDivergence } from '../../model/errors.ts'
import { scheduleOf } from '../../model/step-log.ts'
import { WriterGone } from '../../processes/controlled-writer.ts'
import type { Stage } from './stage.ts'

/**
 * Carries a counterexample out once more, to add what only its reader needs and no search should pay for: where in
 * the target's code each step was asked for, when calls were made and settled, and whose bytes a torn file held.
 * Gives it back as it is where that does not come out as before.
 */
export async function illustrate(counterexample: Counterexample, stage: Stage): Promise<Counterexample> {
  await stage.refresh()
  try {
    const { log, record } = stage.replay(counterexample, true)
    const steps = log()
    const isSame = isDeepStrictEqual(scheduleOf(steps), counterexample.schedule)
    return isSame ? { ...counterexample, steps, calls: record.calls } : counterexample
  } catch (error) {
    const isOfTarget =
      error instanceof ReplayDivergence || error instanceof WriterGone || error instanceof HarnessFault
    if (!isOfTarget) throw error
    return counterexample
  }
}
