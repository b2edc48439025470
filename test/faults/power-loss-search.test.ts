import { expect, test } from 'vitest'
import type { Execution } from '../../harness/engine/execute/execute.ts'
import { upTo } from '../../harness/engine/explore/cut-record.ts'
import type { Stage } from '../../harness/engine/explore/stage.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { memoryOf } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { Replay } from '../../harness/strategies/replay.ts'
import { onStage } from '../support/on-stage.ts'
import { workloadOf } from '../support/stage-search.ts'
import { knownBad } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

const oracles = ['acknowledged-survives', 'no-litter'] as const
const seed = 1

/** How a search carries out an execution whose disk can be lost. */
type Perform = (stage: Stage, workload: Workload, scheduler: Scheduler) => Execution

const memory = (record: Parameters<typeof memoryOf>[0]) => memoryOf(record, oracles)
const recorded: Perform = (stage, workload, scheduler) =>
  stage.perform({ workload, scheduler, seed, memoryOf: memory, recordsDisk: true })

/** States do not tell what was asked of the disk. */
const unaware: Perform = (stage, workload, scheduler) => {
  const { log } = stage.perform({ workload, scheduler, seed, memoryOf: memory })
  return recorded(stage, workload, new Replay(scheduleOf(log())))
}

/** After any step of any execution of a search, what had been asked of the disk, and what was promised. */
function momentsOf(
  stage: Stage,
  workload: Workload,
  search: Exhaustive | Unreduced,
  perform: Perform = recorded,
): string[] {
  const found = new Set<string>()
  while (!search.isDone) {
    const { disk, log, record } = perform(stage, workload, search.begin())
    const steps = log()
    for (const [index, asked] of (disk?.digests ?? []).entries()) {
      const soFar = upTo(record, steps.slice(0, index + 1), workload)
      const calls = soFar.calls.map(({ writer, call, outcome }) => `${writer}#${call} ${outcome}`)
      found.add(JSON.stringify([asked, calls.toSorted(), memory(soFar)]))
    }
  }
  return [...found].toSorted()
}

const searched: readonly [target: string, calls: readonly string[]][] = [
  ['in-place', ['export', 'snapshot']],
  ['in-place-beside-rename', ['export', 'snapshot']],
  ['fixed-temp-name', ['write', 'write']],
]

test.each(searched)(
  '%s, called %j: a search comes to every moment at which power may be lost',
  async (name, calls) => {
    const workload = workloadOf(...calls)
    await onStage(knownBad(name), (stage) => {
      const [search, unreduced] = [new Exhaustive({ reduced: false }), new Unreduced()]
      const everything = momentsOf(stage, workload, unreduced)
      expect(momentsOf(stage, workload, search)).toEqual(everything)
      expect(search.executions).toBeLessThanOrEqual(unreduced.executions)
    })
  },
)

test('one whose states do not tell what was asked of the disk misses some of it', async () => {
  const workload = workloadOf('export', 'snapshot')
  await onStage(knownBad('in-place'), (stage) => {
    const everything = momentsOf(stage, workload, new Exhaustive({ reduced: false }))
    const found = momentsOf(stage, workload, new Exhaustive({ reduced: false }), unaware)
    expect(found.length).toBeLessThan(everything.length)
  })
})
