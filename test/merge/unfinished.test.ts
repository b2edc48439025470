import { expect, test } from 'vitest'
import { furthestUnfinished, unfinishedSpaces, unfinishedTogether } from '../../harness/engine/unfinished.ts'
import type { ExhaustedPart, Unfinished } from '../../harness/model/result.ts'

const size = { writers: 2, calls: 1, sessions: 1 }
const part = (workloads: number, of = 4): ExhaustedPart => ({
  ...size,
  faults: [],
  executions: 10 * workloads,
  states: 20 * workloads,
  workloads,
  of,
})
const begun = { space: size, of: 4, faults: [], executions: 6, states: 9, untried: 3 }

test('how far a search came is what it has completed, and a part of what it had begun', () => {
  // 1 of 4 workloads, and 6 of 10 executions of the next one: 25 % and 15 %.
  expect(unfinishedSpaces([part(1)], [begun])).toEqual([
    { ...size, faults: [], workloads: 1, of: 4, executions: 16, states: 29, untried: 3, percent: 40 },
  ])
  // Another kind of fault is another question.
  expect(unfinishedSpaces([part(1)], [{ ...begun, faults: ['kill'] }]).map(({ percent }) => percent)).toEqual(
    [25, 15],
  )
})

test('a space of which nothing is left is no unfinished one, and an estimate never says that all is done', () => {
  expect(unfinishedSpaces([part(4)], [])).toEqual([])
  const nearly = { ...begun, executions: 10_000, untried: 0 }
  expect(unfinishedSpaces([part(3)], [nearly])).toMatchObject([{ percent: 99, untried: 0 }])
})

test('what was searched to its end is none all the same where the system decided an order', () => {
  const searched = { ...begun, executions: 10, untried: 0, keptWaiting: true as const }
  const found = unfinishedSpaces([part(3)], [searched])
  expect(found).toMatchObject([{ workloads: 3, untried: 0, keptWaiting: true }])
  const merged = unfinishedTogether([{ unfinished: found }, { unfinished: [unfinished(20, 0)] }], [])
  expect(merged).toMatchObject([{ keptWaiting: true }])
  expect(unfinishedSpaces([part(1)], [begun])[0]).not.toHaveProperty('keptWaiting')
})

const unfinished = (percent: number, workloads: number): Unfinished => ({
  ...part(workloads),
  untried: 2,
  percent,
})

test('shards add up, and the turns of a soak do not', () => {
  const both = [{ unfinished: [unfinished(30, 1)] }, {}, { unfinished: [unfinished(25, 0)] }]
  expect(unfinishedTogether(both, [])).toMatchObject([{ percent: 55, workloads: 1, untried: 4 }])
  expect(furthestUnfinished(both, [])).toEqual([unfinished(30, 1)])
  expect(unfinishedTogether(both, [part(4)])).toEqual([])
  expect(furthestUnfinished(both, [part(4)])).toEqual([])
})
