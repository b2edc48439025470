import path from 'node:path'
import type { Counterexample } from '../../harness/model/counterexample.ts'
import { describeFault } from '../../harness/model/fault.ts'
import { switchesOf } from '../../harness/model/schedule.ts'
import { numbered } from './outcome.ts'
import type { Saved } from './results.ts'

export const seed = 1

/** What ends shrinking is the number of its executions: what comes of it shall not depend on the machine. */
export const mostShrinkMillis = 3_600_000

export function savedAs(replayFile: string, counterexample: Counterexample, isMinimal: boolean): Saved {
  const { oracle, finding, workload, schedule } = counterexample
  return {
    oracle,
    message: finding.message,
    writers: workload.writers.length,
    calls: workload.writers.flat().length,
    isAwaited: workload.writers.every((plans) => plans.slice(0, -1).every(({ awaited }) => awaited)),
    steps: schedule.length,
    switches: switchesOf(schedule),
    faults: schedule.flatMap((decision) =>
      decision.fault ? [`${numbered(decision, schedule)}: ${describeFault(decision.fault)}`] : [],
    ),
    isMinimal,
    replayFile: path.basename(replayFile),
  }
}
