import { ProgramGone, type Program } from '../../model/program.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { Scheduler } from '../../model/strategy.ts'
import type { Execution, RunningOptions } from './execution.ts'
import { Running } from './running.ts'

export interface ExecutionOptions extends Omit<RunningOptions, 'needsState'> {
  readonly scheduler: Scheduler
}

/**
 * Carries out one workload under one scheduler: a blocking loop of decision, grant and reaction.
 *
 * @throws HarnessError when a target refuses, ProgramGone when a program ends in the middle,
 *   ReplayDivergence when the scheduler replays a schedule that does not fit, RunDirectoryLost when the target does
 *   not leave its directory where it is.
 */
export function execute(
  programs: readonly Program[],
  { scheduler, ...options }: ExecutionOptions,
): Execution {
  const { dir } = options
  const running = Running.of(programs, {
    ...options,
    needsState: scheduler.needsState === true || options.witness !== undefined,
  })
  try {
    running.begin()
    decide(running, scheduler)
  } catch (error) {
    if (error instanceof ProgramGone && error.program.thrown) error.course = running.course
    running.abandon()
    throw clearedAfter(error, dir)
  } finally {
    dir.closeFiles()
  }
  if (running.stuck !== null) running.abandon()
  return running.finish()
}

/** Grants step after step until none waits. */
export function decide(running: Running, scheduler: Scheduler): void {
  const { stateKey, access } = running
  const decides = { recorded: scheduler.recorded, isSearch: scheduler.needsState === true }
  for (let point = running.next(decides); point; point = running.next(decides))
    running.grant(scheduler.choose(point))
  if (running.isThrough) scheduler.ended?.({ made: running.made, stateKey, access })
}

/**
 * Empties the directory after an error that ended an execution early.
 *
 * @returns what is to be told: that the directory is lost, where it is, since the error may follow from that.
 */
export function clearedAfter(error: unknown, dir: RunDirectory): unknown {
  try {
    dir.clear()
    return error
  } catch (lost) {
    return lost
  }
}
