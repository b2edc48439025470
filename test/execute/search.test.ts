import { expect, test, vi } from 'vitest'
import { shrink } from '../../harness/controller/counterexample/shrink.ts'
import type { Execution } from '../../harness/controller/execute/execution.ts'
import type { Counterexample } from '../../harness/model/counterexample.ts'
import { switchesOf } from '../../harness/model/schedule.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { Strategy } from '../../harness/model/strategy.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { defaultOracles, judge } from '../../harness/oracles/index.ts'
import { faultMenu } from '../../harness/faults/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { pos } from '../../harness/strategies/pos.ts'
import { withDrawnFaults } from '../../harness/strategies/with-drawn-faults.ts'
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

interface From {
  readonly target: ScriptedTarget
  readonly oracle: OracleName
  readonly workload: Workload
  readonly strategy?: Strategy
}

/** The first violation that sampling finds, and all that comes of making it smaller, on predictions or without them. */
function shrunk({ target, oracle, workload, strategy = pos }: From, foretells: boolean) {
  const executor = scriptedExecutor(target, { learns: foretells })
  for (let seed = 1; seed <= 200; seed += 1) {
    const execution = executor.perform({ workload, scheduler: strategy.begin(seed, 20), seed })
    const found = counterexampleOf(execution, oracle, workload, seed)
    if (!found) continue
    const stop = new AbortController().signal
    const foretell = vi.spyOn(executor, 'foretell')
    const options = { executor, foretells, models: [], limitMillis: 600_000, stop }
    return { executor, ...shrink(found, options), foretells: foretell.mock.calls.length }
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

const several = workloadOf('write write', 'write', 'write')
const failing = withDrawnFaults(pos, faultMenu(['errno']))

const broken: readonly [name: string, from: From, writers: readonly number[], switches: number][] = [
  ['in place', { target: inPlace, oracle: 'parses', workload: several }, [1, 1], 2],
  ['a shared name', { target: bySharedName, oracle: 'parses', workload: several }, [1, 1], 2],
  ['removing first', { target: removingFirst, oracle: 'reads-whole', workload: several }, [1, 1], 1],
  [
    'in place, where a fault strikes,',
    { target: inPlace, oracle: 'reads-whole', workload: workloadOf('write write'), strategy: failing },
    [1],
    0,
  ],
]

test.each(broken)(
  'what breaks %s is shrunk to the fewest calls and switches, and is replayed',
  (_, from, writers, switches) => {
    const { executor, counterexample, minimal, bound } = shrunk(from, false)
    expect({ minimal, bound }).toEqual({ minimal: true, bound: null })
    expect(counterexample.workload.writers.map((calls) => calls.length)).toEqual(writers)
    expect(switchesOf(counterexample.schedule)).toBeLessThanOrEqual(switches)
    const { record } = executor.replay(counterexample)
    expect(judge(record, [from.oracle])).toMatchObject([{ verdict: 'violated' }])
  },
)

test.each(broken)('what breaks %s is shrunk to the same on predictions', (_, from) => {
  const foretold = shrunk(from, true)
  const { counterexample } = shrunk(from, false)
  expect(foretold).toMatchObject({ minimal: true, bound: null, counterexample })
  expect(foretold.foretells).toBeGreaterThan(0)
})

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
