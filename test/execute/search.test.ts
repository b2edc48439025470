import { expect, test } from 'vitest'
import { shrink } from '../../harness/controller/counterexample/shrink.ts'
import type { Execution } from '../../harness/controller/execute/execution.ts'
import type { Counterexample } from '../../harness/model/counterexample.ts'
import { switchesOf } from '../../harness/model/schedule.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { defaultOracles, judge } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { pos } from '../../harness/strategies/pos.ts'
import { searchWithExecutor, workloadOf } from '../support/executor-search.ts'
import type { ScriptedTarget } from '../support/scripted/script.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'
import { byRename, bySharedName, inPlace, removingFirst } from '../support/scripted/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

const pair = workloadOf('write', 'write')

/** Few steps, so that all their orders are few. */
const byRenameAtOnce: ScriptedTarget = {
  files: { s1: 's1.json' },
  calls: {
    *write({ bytes, fs, writer }) {
      const handle = yield* fs.open(`s1.json.${writer}.tmp`, 'w')
      yield* fs.write(handle, bytes)
      yield* fs.close(handle)
      yield* fs.rename(`s1.json.${writer}.tmp`, 's1.json')
    },
  },
}

test.each<[string, ScriptedTarget, boolean]>([
  ['in place', inPlace, true],
  ['by rename', byRenameAtOnce, false],
])('a search of %s finds what every interleaving shows', (_, target, violated) => {
  const search = new Exhaustive()
  const complete = new Unreduced()
  const found = searchWithExecutor(scriptedExecutor(target), pair, search)
  expect(found).toEqual(searchWithExecutor(scriptedExecutor(target), pair, complete))
  expect(search.executions).toBeLessThan(complete.executions)
  expect(found.includes('violates parses')).toBe(violated)
})

/** The first violation that sampling finds, and all that comes of making it smaller. */
function shrunk(target: ScriptedTarget, oracle: OracleName, from: Workload) {
  const executor = scriptedExecutor(target)
  for (let seed = 1; seed <= 200; seed += 1) {
    const execution = executor.perform({ workload: from, scheduler: pos.begin(seed, 20), seed })
    const found = counterexampleOf(execution, oracle, from, seed)
    if (!found) continue
    const stop = new AbortController().signal
    return { executor, ...shrink(found, { executor, models: [], limitMillis: 600_000, stop }) }
  }
  throw new Error(`no violation of ${oracle} in 200 executions`)
}

function counterexampleOf(
  { record, log }: Execution,
  oracle: OracleName,
  workload: Workload,
  seed: number,
): Counterexample | null {
  const finding = judge(record, [oracle])[0]?.findings[0]
  if (!finding) return null
  const steps = log()
  const { files } = record
  return { workload, schedule: scheduleOf(steps), steps, files, seed, samePid: false, oracle, finding }
}

test.each<[string, ScriptedTarget, OracleName, number]>([
  ['in place', inPlace, 'parses', 2],
  ['a shared name', bySharedName, 'parses', 2],
  ['removing first', removingFirst, 'reads-whole', 1],
])(
  'what breaks %s is shrunk to the fewest calls and switches, and is replayed',
  (_, target, oracle, switches) => {
    const from = workloadOf('write write', 'write', 'write')
    const { executor, counterexample, minimal, bound } = shrunk(target, oracle, from)
    expect({ minimal, bound }).toEqual({ minimal: true, bound: null })
    expect(counterexample.workload.writers.map((calls) => calls.length)).toEqual([1, 1])
    expect(switchesOf(counterexample.schedule)).toBeLessThanOrEqual(switches)
    const { record } = executor.replay(counterexample)
    expect(judge(record, [oracle])).toMatchObject([{ verdict: 'violated' }])
  },
)

test('two calls each by rename are exhausted, and hold', () => {
  const executor = scriptedExecutor(byRename)
  const search = new Exhaustive()
  while (!search.isDone) {
    const workload = workloadOf('write write', 'write')
    const { record } = executor.perform({ workload, scheduler: search.begin(), seed: 1, memoryOf: () => [] })
    for (const { verdict } of judge(record, defaultOracles)) expect(verdict).not.toBe('violated')
  }
  expect(search.executions).toBeGreaterThan(1)
})
