import { expect, test } from 'vitest'
import type { CallPlan, Workload } from '../../harness/model/workload.ts'
import { plainerWorkloads, smallerWorkloads } from '../../harness/workload/smaller.ts'

const plan = (operation: string, session = 's1'): CallPlan => ({
  operation,
  session,
  payloadBytes: 500,
  awaited: false,
})
const shapes = (workloads: readonly Workload[]) =>
  workloads.map(({ writers }) =>
    writers.map((calls) => calls.map(({ operation, session }) => operation + session)),
  )

test('a smaller workload lacks a writer, a second session, or a call, in that order', () => {
  const workload = { writers: [[plan('a'), plan('b', 's2')], [plan('c')]], readers: 0 }
  expect(shapes(smallerWorkloads(workload))).toEqual([
    [['cs1']],
    [['as1', 'bs2']],
    [['as1', 'bs1'], ['cs1']],
    [['bs2'], ['cs1']],
    [['as1'], ['cs1']],
  ])
})

test('starts that are steps stay so, and are plainer at once', () => {
  const workload: Workload = { writers: [[plan('a'), plan('b')]], readers: 0, startsAreSteps: true }
  expect(smallerWorkloads(workload).map(({ startsAreSteps }) => startsAreSteps)).toEqual([true, true])
  expect(plainerWorkloads(workload).map(({ startsAreSteps }) => startsAreSteps)).toEqual([
    undefined,
    undefined,
    true,
    true,
  ])
})

test('nothing is smaller than one call', () => {
  expect(smallerWorkloads({ writers: [[plan('a')]], readers: 0 })).toEqual([])
})

test('a plainer workload has short documents of unequal length, and waits where that still shows the violation', () => {
  const [awaited, shortened] = plainerWorkloads({ writers: [[plan('a'), plan('b')]], readers: 0 })
  expect(awaited?.writers.flat().map((each) => [each.payloadBytes, each.awaited])).toEqual([
    [24, true],
    [48, true],
  ])
  expect(shortened?.writers.flat().every((each) => !each.awaited)).toBe(true)
  expect(plainerWorkloads(awaited as Workload)).toEqual([])
})
