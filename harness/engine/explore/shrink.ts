import type { Counterexample } from '../../model/counterexample.ts'
import { HarnessFault } from '../../model/errors.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { judge, memoryOf } from '../../oracles/index.ts'
import { WriterGone } from '../../processes/controlled-writer.ts'
import { Exhaustive } from '../../strategies/exhaustive.ts'
import { plainerWorkloads, smallerWorkloads } from '../../workload/smaller.ts'
import type { Stage } from './stage.ts'

/** What is small enough to be exhausted takes a fraction of this; what is not shall not use up the others' time. */
const executionsPerCandidate = 400

export interface Shrunk {
  readonly counterexample: Counterexample
  /** True where every workload that is one step smaller was searched completely, in vain. */
  readonly minimal: boolean
}

export interface ShrinkOptions {
  readonly stage: Stage
  readonly limitMillis: number
  readonly stop: AbortSignal
}

type Searched = { readonly found: Counterexample } | { readonly found: null; readonly exhausted: boolean }

/**
 * Looks for the same violation, of the same oracle and kind, in ever smaller workloads. A smaller workload is not
 * given a cut-down schedule to follow, but searched by itself, schedules with few switches first: what is found needs
 * no more switches than it has, and what is exhausted in vain proves that nothing smaller would do.
 */
export function shrink(found: Counterexample, { stage, limitMillis, stop }: ShrinkOptions): Shrunk {
  const deadline = performance.now() + limitMillis
  const isOver = () => stop.aborted || performance.now() > deadline
  const search = (workload: Workload) => searchFor(found, workload, stage, isOver)
  let smallest = found
  let isMinimal = false
  for (let goesOn = true; goesOn;) {
    goesOn = false
    isMinimal = true
    for (const candidate of smallerWorkloads(smallest.workload)) {
      const searched = search(candidate)
      if (searched.found) {
        smallest = searched.found
        goesOn = true
        break
      }
      isMinimal &&= searched.exhausted
    }
  }
  for (const candidate of [...plainerWorkloads(smallest.workload), smallest.workload]) {
    const searched = search(candidate)
    if (!searched.found) continue
    smallest = searched.found
    break
  }
  return { counterexample: smallest, minimal: isMinimal }
}

function searchFor(
  sought: Counterexample,
  workload: Workload,
  stage: Stage,
  isOver: () => boolean,
): Searched {
  const { oracle, finding, seed, samePid } = sought
  const search = new Exhaustive()
  const remembered = (record: Parameters<typeof memoryOf>[0]) => memoryOf(record, [oracle])
  try {
    while (!search.isDone) {
      if (isOver() || search.executions >= executionsPerCandidate) return { found: null, exhausted: false }
      const execution = stage.perform({ workload, scheduler: search.begin(), seed, memoryOf: remembered })
      const again = findingOf(execution.record, oracle, finding.kind)
      if (!again) continue
      const steps = execution.log()
      const { files } = execution.record
      const found = {
        workload,
        schedule: scheduleOf(steps),
        steps,
        files,
        seed,
        samePid,
        oracle,
        finding: again,
      }
      return { found }
    }
  } catch (error) {
    // A smaller workload that crashes, or that a search cannot keep track of, is no smaller counterexample.
    if (error instanceof HarnessFault || error instanceof WriterGone) return { found: null, exhausted: false }
    throw error
  }
  return { found: null, exhausted: true }
}

function findingOf(record: Parameters<typeof judge>[0], oracle: OracleName, kind: string) {
  return judge(record, [oracle])[0]?.findings.find((each) => each.kind === kind)
}
