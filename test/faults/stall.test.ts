import { expect, test } from 'vitest'
import type { Decision } from '../../harness/model/schedule.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { Chosen, DecisionPoint, Scheduler } from '../../harness/model/strategy.ts'
import { judge } from '../../harness/oracles/index.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'
import { underALockThatGrowsStale } from '../support/scripted/targets.ts'

const save = { operation: 'write', session: 's1', awaited: true }
const workload = { writers: [[{ ...save, payloadBytes: 24 }], [{ ...save, payloadBytes: 240 }]], readers: 0 }

/** The first writer takes the lock and opens the file; from then on the other goes first wherever it can. */
function starving(decide: (point: DecisionPoint, preferred: Chosen) => Chosen): Scheduler {
  return {
    choose(point) {
      const of = (writer: number) => point.choices.find((choice) => choice.writer === writer)
      const choice = (point.made < 3 ? of(1) : (of(2) ?? of(1))) ?? point.choices[0]!
      return decide(point, { choice })
    },
  }
}

function withoutFault(decision: Decision): Decision {
  const kept = Object.entries(decision).filter(([name]) => name !== 'fault')
  return Object.fromEntries(kept) as unknown as Decision
}

const never = starving((_, preferred) => preferred)
const once = () => {
  let left = 1
  return starving(({ ahead: [first] = [] }, preferred) => {
    if (!first || left === 0) return preferred
    left -= 1
    return { choice: first, fault: { kind: 'stall' } }
  })
}

test('a lock does not grow stale under a holder that is never chosen, but for a stall, which is replayed', () => {
  const executor = scriptedExecutor(underALockThatGrowsStale)
  const perform = (scheduler: Scheduler) => executor.perform({ workload, scheduler, seed: 1 })
  const verdictOf = (record: Parameters<typeof judge>[0]) => judge(record, ['parses'])[0]?.verdict
  const fair = perform(never)
  expect(verdictOf(fair.record)).toBe('holds')
  expect(fair.record.faults).toEqual([])

  const { record, log } = perform(once())
  expect(verdictOf(record)).toBe('violated')
  expect(record.faults).toMatchObject([{ fault: { kind: 'stall' }, writer: 2, op: 'timer' }])

  const steps = log()
  const schedule = scheduleOf(steps)
  expect(executor.replay({ workload, schedule, seed: 1 }).log()).toEqual(steps)
  // As replay files have it that were written before a stall was a fault.
  const plain = schedule.map(withoutFault)
  const again = executor.replay({ workload, schedule: plain, seed: 1 })
  expect(verdictOf(again.record)).toBe('violated')
  expect(again.record.faults).toEqual([])
})
