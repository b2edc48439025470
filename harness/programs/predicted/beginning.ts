import { digestOf } from '../../model/digest.ts'
import type { Begin } from '../../model/program.ts'
import type { Gone } from './learned.ts'
import { isReader, sessionsOf, type Workload } from '../../model/workload.ts'

/**
 * Stands for all that a program is told when it begins. Of the other writers' calls it learns nothing, but where it
 * tells what it has read by them.
 *
 * @param gone who was killed before: see `observationOf`
 * @param tellsValues what its calls return, or its loads find, is told by the documents of all calls
 */
export function beginningOf(order: Begin, tellsValues: boolean, gone: Gone): string {
  const { dir, writer, workload, seed, pid, recover } = order
  const own = workload.writers[writer - 1] ?? []
  const isTellingAll = tellsValues || isReader(own)
  return digestOf(
    [dir, writer, seed, pid, recover?.nowMicros, gone],
    isTellingAll ? workload : shown(workload, own),
  )
}

function shown(workload: Workload, own: Workload['writers'][number]): unknown {
  return [own, workload.writers.length, sessionsOf(workload), workload.startsAreSteps]
}
