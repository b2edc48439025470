import { expect, test } from 'vitest'
import type { Execution } from '../../harness/controller/execute/execution.ts'
import { upTo } from '../../harness/controller/power-cut/cut-record.ts'
import type { Executor } from '../../harness/controller/executor.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { memoryOf } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { Replay } from '../../harness/strategies/replay.ts'
import { withExecutor } from '../support/with-executor.ts'
import { workloadOf } from '../support/executor-search.ts'
import { knownBad } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

const oracles = ['acknowledged-survives', 'no-litter'] as const
const seed = 1

/** How a search carries out an execution whose disk can be lost. */
type Perform = (executor: Executor, workload: Workload, scheduler: Scheduler) => Execution

const memory = (record: Parameters<typeof memoryOf>[0]) => memoryOf(record, oracles)
const recorded: Perform = (executor, workload, scheduler) =>
  executor.perform({ workload, scheduler, seed, memoryOf: memory, recordsDisk: true })

/** States do not tell what was asked of the disk. */
const unaware: Perform = (executor, workload, scheduler) => {
  const { log } = executor.perform({ workload, scheduler, seed, memoryOf: memory })
  return recorded(executor, workload, new Replay(scheduleOf(log())))
}

/** After any step of any execution of a search, what had been asked of the disk, and what was promised. */
function momentsOf(
  executor: Executor,
  workload: Workload,
  search: Exhaustive | Unreduced,
  perform: Perform = recorded,
): string[] {
  const found = new Set<string>()
  while (!search.isDone) {
    const { disk, log, record } = perform(executor, workload, search.begin())
    const steps = log()
    for (const index of steps.keys()) {
      const asked = disk?.digestAfter(index + 1)
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
    await withExecutor(knownBad(name), (executor) => {
      const [search, unreduced] = [new Exhaustive({ reduced: false }), new Unreduced()]
      const everything = momentsOf(executor, workload, unreduced)
      expect(momentsOf(executor, workload, search)).toEqual(everything)
      expect(search.executions).toBeLessThanOrEqual(unreduced.executions)
    })
  },
)

test('one whose states do not tell what was asked of the disk misses some of it', async () => {
  const workload = workloadOf('export', 'snapshot')
  await withExecutor(knownBad('in-place'), (executor) => {
    const everything = momentsOf(executor, workload, new Exhaustive({ reduced: false }))
    const found = momentsOf(executor, workload, new Exhaustive({ reduced: false }), unaware)
    expect(found.length).toBeLessThan(everything.length)
  })
})
