import { explore, race } from 'onewriter'
import { expect, test } from 'vitest'
import { pos } from '../../harness/strategies/pos.ts'
import { withExecutor } from '../support/with-executor.ts'
import { workloadOf } from '../support/executor-search.ts'
import { fixture } from '../support/targets.ts'

const target = fixture('must-not-overlap.ts')
const sizes = { writers: 2, calls: 3, sessions: 1, seed: 1 }

test('a target that awaits each call is never given two at once: sampled', async () => {
  const result = await explore(target, { ...sizes, executions: 40, maxTime: '10m' })
  expect(result).toMatchObject({ verdict: 'holds', oracles: { 'calls-succeed': 'holds' } })
})

test('raced', async () => {
  const result = await race(target, { ...sizes, readers: 0, executions: 10, maxTime: '10m' })
  expect(result).toMatchObject({ verdict: 'holds', oracles: { 'calls-succeed': 'holds' } })
})

test('nor by a saved workload that left a call un-awaited', async () => {
  const outcomes = await withExecutor(target, (executor) => {
    const workload = workloadOf('write+ write')
    return executor
      .perform({ workload, scheduler: pos.begin(1, 10), seed: 1 })
      .record.calls.map(({ outcome }) => outcome)
  })
  expect(outcomes).toEqual(['acknowledged', 'acknowledged'])
})
