import type { Counterexample } from '../model/counterexample.ts'
import { startedAgain, writerLabel, type Workload } from '../model/workload.ts'

type Carried = Pick<Counterexample, 'workload' | 'steps'>

/** The index of the first step after a crash: that of the writer that has started then; null where there is none. */
export function restartIn({ workload, steps }: Carried): number | null {
  const index = steps.findIndex(({ writer }) => writer > workload.writers.length)
  return index === -1 ? null : index
}

/** The workload as it was carried out: after a crash, with the writer that has started then. */
export function performed(carried: Carried): Workload {
  return restartIn(carried) === null ? carried.workload : startedAgain(carried.workload)
}

/** How output names that writer where it begins: `w3 (started again)`. */
export function restartLabel({ workload }: Pick<Counterexample, 'workload'>): string {
  return `${writerLabel(workload.writers.length + 1)} (started again)`
}
