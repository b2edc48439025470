import { expect, test } from 'vitest'
import { ExploreRun } from '../../harness/engine/explore/explore-run.ts'
import { noFaults } from '../../harness/model/fault-counts.ts'
import type { TargetFacts } from '../../harness/model/target.ts'
import type { News } from '../../harness/protocol/controller-messages.ts'
import { checkOptions } from '../../harness/settings/settings.ts'

const facts: TargetFacts = {
  name: 'my-writer',
  operations: ['write'],
  sessionFiles: ['s1.json', 's2.json'],
  oracles: null,
  byteExact: true,
  controllable: true,
  recovers: false,
  overlap: true,
  customRead: false,
  specification: null,
  loads: false,
  owns: false,
}
const run = () =>
  new ExploreRun(facts, checkOptions({ seed: 1 }).settings, ['parses'], {
    hooks: {},
    started: performance.now(),
    target: 'my-writer.ts',
  })
const space = { writers: 2, calls: 1, sessions: 1 }
const searched: News = {
  type: 'exhausted',
  space,
  workload: 0,
  of: 1,
  faults: [],
  executions: 12,
  states: 7,
}
type Explored = Extract<News, { type: 'explored' }>
const explored = (unfinished: Explored['unfinished']): Explored => ({
  type: 'explored',
  executions: 12,
  steps: 90,
  predicted: { executions: 0, checked: 0 },
  executionsByPhase: {},
  oracles: { parses: 'holds' },
  seen: {},
  faults: noFaults,
  unfinished,
  acknowledged: 24,
  rejections: { calls: 0, first: null },
  isThrough: false,
  sawFile: true,
})
const begun = { space, of: 1, faults: [], executions: 3, states: 5, untried: 4 }

test('what two phases have searched is exhausted once, and not too much of it to be exhausted at all', () => {
  const twice = run()
  // A power loss may leave more than was judged: its phase then claims the interleavings alone.
  twice.take(searched, 0)
  twice.take({ ...searched, executions: 20 }, 1)
  twice.take(explored([]), 0)
  expect(twice.result().exhausted).toEqual([{ ...space, faults: [], executions: 12, states: 7 }])
  expect(twice.result()).not.toHaveProperty('unfinished')
})

test('how far a search came is in the result, unless something keeps it from being sound', () => {
  const cut = run()
  cut.take(explored([begun]), 0)
  expect(cut.result().unfinished).toMatchObject([{ ...space, executions: 3, percent: 37 }])
  const unsound = run()
  unsound.take(explored([begun]), 0)
  unsound.take({ type: 'escapes', escapes: ['worker threads'] }, 0)
  expect(unsound.result()).not.toHaveProperty('unfinished')
})

test('a kind of fault that could strike nowhere is no part of what is exhausted', () => {
  const told = run()
  for (const [executions, faults] of [
    [40, ['stall']],
    [12, []],
    [90, ['power-loss:ext4']],
  ] as const)
    told.take({ ...searched, faults, executions }, 0)
  told.take({ ...explored([]), faults: { ...noFaults, faults: { 'power-loss': 0 } } }, 0)
  expect(told.result().exhausted).toEqual([
    { ...space, faults: [], executions: 12, states: 7 },
    { ...space, faults: ['power-loss:ext4'], executions: 90, states: 7 },
  ])
})

test('nor is it part of what is not exhausted yet', () => {
  const told = run()
  const further = { ...begun, space: { ...space, calls: 2 } }
  told.take(searched, 0)
  told.take(
    explored([{ ...begun, faults: ['stall'] }, further, { ...further, faults: ['stall'], executions: 9 }]),
    0,
  )
  expect(told.result().unfinished).toMatchObject([{ ...space, calls: 2, faults: [], executions: 3 }])
})

test('what an earlier call has exhausted stays as it was, though none of its faults struck in this one', () => {
  const continued = run()
  continued.goOnFrom([{ ...searched, faults: ['kill'] }])
  continued.take(explored([]), 0)
  expect(continued.result().exhausted).toMatchObject([{ faults: ['kill'] }])
})
