import { expect, test } from 'vitest'
import type { Executor, ForetellRequest } from '../../harness/controller/executor.ts'
import { assertAsForetold } from '../../harness/controller/foretelling/as-foretold.ts'
import type { ExecutionPlan } from '../../harness/controller/execution-plan.ts'
import { foretellSamples, type SamplingShare } from '../../harness/controller/search/foretell-samples.ts'
import type { PhaseShare } from '../../harness/controller/search/phase-share.ts'
import { faultMenu } from '../../harness/faults/index.ts'
import type { Workload } from '../../harness/model/workload.ts'
import type { Strategy } from '../../harness/model/strategy.ts'
import { defaultOracles, judge } from '../../harness/oracles/index.ts'
import { random } from '../../harness/strategies/random.ts'
import { withDrawnFaults } from '../../harness/strategies/with-drawn-faults.ts'
import { workloadOf } from '../support/executor-search.ts'
import type { ScriptedTarget } from '../support/scripted/script.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'
import { byRename, inPlace } from '../support/scripted/targets.ts'

const phase = {} as PhaseShare
const isBroken = (record: Parameters<typeof judge>[0]) =>
  judge(record, defaultOracles).some(({ verdict }) => verdict === 'violated')

/** A controller's share as far as samples need one: it counts, and compares what is carried out with what was foretold. */
function shareOf(executor: Executor) {
  const counts = { foretold: 0, broken: 0, carriedOut: 0, shown: 0, checked: 0 }
  const share: SamplingShare = {
    isOver: false,
    isIsolated: false,
    foretell: (request: ForetellRequest) => executor.foretell(request),
    judged: (execution) => execution,
    takeIn(_, { record }) {
      counts.foretold += 1
      counts.broken += Number(isBroken(record))
      return isBroken(record)
    },
    // oxlint-disable-next-line require-yield -- nobody else waits for a turn
    async *inParts({ asForetold, ...request }: ExecutionPlan) {
      const execution = executor.perform(request)
      if (asForetold) assertAsForetold(asForetold, execution)
      counts.carriedOut += 1
      counts.shown += Number(isBroken(execution.record))
      return true
    },
    countCheck: () => (counts.checked += 1),
  }
  return { share, counts }
}

/** @param lessons so many executions are carried out before */
async function sampled(
  target: ScriptedTarget,
  workload: Workload,
  lessons: number,
  strategy: Strategy = random,
) {
  const executor = scriptedExecutor(target, { learns: true })
  for (let seed = 1; seed <= lessons; seed += 1)
    executor.perform({ workload, scheduler: strategy.begin(seed, 12), seed: 1, teaches: true })
  const { share, counts } = shareOf(executor)
  const begin = (number: number) => strategy.begin(1000 + number, 12)
  for await (const _ of foretellSamples(share, { phase, workload, seed: 1, begin }));
  return counts
}

test('what is right is foretold, and about one in 64 carried out to check it', async () => {
  const counts = await sampled(byRename, workloadOf('write', 'write', 'write'), 6)
  expect(counts).toMatchObject({ foretold: 192, broken: 0, shown: 0 })
  expect(counts.checked).toBe(counts.carriedOut)
  expect(counts.checked).toBeGreaterThan(0)
})

test('what breaks an oracle is carried out, and breaks it again', async () => {
  const counts = await sampled(inPlace, workloadOf('write', 'write'), 6)
  expect(counts.broken).toBeGreaterThan(0)
  expect(counts.shown).toBe(counts.broken)
})

test('kills are foretold, and what starts again after them', async () => {
  const killing = withDrawnFaults(random, faultMenu(['kill']))
  const counts = await sampled(byRename, workloadOf('write', 'write'), 40, killing)
  expect(counts.foretold).toBeGreaterThan(12)
  expect(counts.shown).toBe(counts.broken)
})

test('where nearly nothing is known, samples are carried out instead', async () => {
  expect(await sampled(byRename, workloadOf('write', 'write'), 0)).toMatchObject({
    foretold: 0,
    carriedOut: 0,
  })
})

test('where a lesson is needed, it is given by what names no states', async () => {
  const executor = scriptedExecutor(byRename, { learns: true })
  const workload = workloadOf('write')
  executor.perform({ workload, scheduler: random.begin(1, 12), seed: 1 })
  expect(executor.lessons).toBe(0)
  executor.perform({ workload, scheduler: random.begin(1, 12), seed: 1, teaches: true })
  expect(executor.lessons).toBeGreaterThan(0)
})
