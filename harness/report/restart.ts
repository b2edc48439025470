import type { Counterexample } from '../model/counterexample.ts'
import { isReader, startedAgain, writerLabel, type Workload } from '../model/workload.ts'

type Carried = Pick<Counterexample, 'workload' | 'steps'>

/** By index, the first step of each writer that was started after a crash, with that writer. */
export function restartsIn({ workload, steps }: Carried): ReadonlyMap<number, number> {
  const firsts = new Map<number, number>()
  let latest = workload.writers.length
  for (const [index, { writer }] of steps.entries())
    if (writer > latest) {
      latest = writer
      firsts.set(index, writer)
    }
  return firsts
}

/** The workload as it was carried out: with the writers that were started after a crash. */
export function performed({ workload, steps }: Carried): Workload {
  const most = steps.reduce((sum, { writer }) => Math.max(sum, writer), 0)
  let carried = workload
  while (carried.writers.length < most) carried = startedAgain(carried)
  return carried
}

/** How output names a writer, with what sets it apart: `w3 (started again)`, `w2 (loads)`. */
export function nameOfWriter(writer: number, { workload }: Pick<Counterexample, 'workload'>): string {
  const label = writerLabel(writer)
  if (writer > workload.writers.length) return `${label} (started again)`
  return isReader(workload.writers[writer - 1] ?? []) ? `${label} (loads)` : label
}
