import type { Course } from '../../model/counterexample.ts'
import { HarnessError, ReplayDivergence } from '../../model/errors.ts'
import { problemFrom } from '../../model/problem.ts'
import type { Problem } from '../../model/result.ts'
import { scheduleOf } from '../../model/step-log.ts'
import { ProgramGone } from '../../model/program.ts'
import type { Executor } from '../executor.ts'
import { afterFaults } from './after-faults.ts'

/** An execution that does not come to its end: a livelock, or calls that never settle. */
export class Stuck extends HarnessError {
  readonly course: Course

  constructor(why: string, course: Course) {
    super(why, { process: 'w1', kind: 'stuck' })
    this.course = course
  }
}

/**
 * What kept an execution from its end, as it is reported.
 *
 * @throws what is neither the target's doing nor a harness fault.
 */
export async function problemOf(error: unknown): Promise<Problem> {
  const fault = error instanceof ProgramGone ? await error.program.causeOfEnd(error.silentMillis) : error
  if (!(fault instanceof HarnessError)) throw error
  return problemFrom(fault, error instanceof ProgramGone ? error.program.thrown : null)
}

/**
 * The same with the line of the target that it comes from, the faults that struck before, and the steps up to there,
 * carried out once more for that.
 */
export async function withCourse(
  problem: Problem,
  error: unknown,
  executor: Executor,
  seed: number,
): Promise<Problem> {
  const course = error instanceof ProgramGone || error instanceof Stuck ? error.course : null
  if (!course) return told(problem, problem.place, 'thrown')
  const traced = await trace(course, executor, seed)
  const shown = traced.steps.length > 0 ? { ...problem, course: traced } : problem
  const placed =
    error instanceof Stuck || problem.place !== undefined
      ? told(shown, problem.place, 'thrown')
      : told(shown, failedStep(traced, problem.message)?.source, 'what failed was asked for')
  return { ...placed, message: placed.message + afterFaults(traced.steps) }
}

function told(problem: Problem, place: string | undefined, how: string): Problem {
  return place === undefined
    ? problem
    : { ...problem, place, message: `${problem.message}; ${how} at ${place}` }
}

/** An error of the file system often has no stack: it is that of the last step that failed with it. */
function failedStep({ steps }: Course, message: string) {
  return steps.findLast(({ error }) => error !== undefined && message.includes(error))
}

/** The same steps, with where they were asked for; as they are, where they do not come out as before. */
async function trace(course: Course, executor: Executor, seed: number): Promise<Course> {
  const { workload, steps, files } = course
  await executor.refresh()
  try {
    const again = executor.replay({ workload, schedule: scheduleOf(steps), seed }, true)
    return { workload, steps: again.log(), files }
  } catch (error) {
    if (error instanceof ProgramGone) {
      error.program.kill()
      return error.course ?? course
    }
    if (error instanceof HarnessError || error instanceof ReplayDivergence) return course
    throw error
  }
}
