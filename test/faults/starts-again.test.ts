import { expect, test } from 'vitest'
import type { Fault } from '../../harness/model/fault.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { DecisionPoint, Scheduler } from '../../harness/model/strategy.ts'
import { judge } from '../../harness/oracles/index.ts'
import { plan, TestExecutor } from '../../scripts/proof/test-executor.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'

type Strike = (point: DecisionPoint) => Fault | undefined

/** Takes the first step that waits. */
function striking(strike: Strike): Scheduler {
  return {
    choose(point) {
      const choice = point.choices[0]!
      const fault = strike(point)
      return fault ? { choice, fault } : { choice }
    },
  }
}

const kill = { kind: 'kill' } as const
const one = { writers: [[plan('write', 24)]], readers: 0 }
const says = (record: Parameters<typeof judge>[0]) =>
  judge(record, ['starts-again']).map(({ verdict, findings: [first] }) => first?.kind ?? verdict)

test('whoever waits for a dead holder is given up, and where the next start waits as well, that is a violation', async () => {
  const executor = new TestExecutor(knownBad('lock-without-recover'))
  const workload = { writers: [[plan('write', 24)], [plan('write', 48)]], readers: 0 }
  try {
    const scheduler = striking(({ made }) => (made === 1 ? kill : undefined))
    const { record, log, stuck } = executor.perform(workload, scheduler)
    expect(stuck).toMatch(/^a livelock: nothing has changed for 5\d\d steps; w3 waits for write#1/)
    expect(record.faults).toMatchObject([
      { fault: kill, writer: 1 },
      { fault: kill, writer: 2 },
    ])
    expect(says(record)).toEqual(['waits'])
    const steps = log()
    const again = executor.executor.replay({ workload, schedule: scheduleOf(steps), seed: 1 })
    expect(again.log()).toEqual(steps)
    expect(says(again.record)).toEqual(['waits'])
  } finally {
    await executor.close()
  }
}, 240_000)

test('an application that does not come as far as its next call has not started again', async () => {
  const executor = new TestExecutor(fixture('cannot-recover.ts'), { recovers: true })
  try {
    const { record, stuck } = executor.perform(
      one,
      striking(({ choices, made }) =>
        made === 1 ? { kind: 'kill', bytes: (choices[0]?.step.bytes ?? 0) >> 1 } : undefined,
      ),
    )
    expect(stuck).toBeNull()
    expect(says(record)).toEqual(['start'])
    expect(record.restart?.failed).toMatch(/^its recover\(dir\) throws SyntaxError/)
    expect(judge(record, ['no-litter', 'acknowledged-survives']).map(({ verdict }) => verdict)).toEqual([
      'not-checked',
      'not-checked',
    ])
  } finally {
    await executor.close()
  }
})

test('what starts again may be killed as well, twice in all; then it is left alone', async () => {
  const executor = new TestExecutor(correct('atomic-write'), { recovers: true })
  const workload = { writers: [[plan('export', 24)]], readers: 0 }
  const spared: boolean[] = []
  try {
    const scheduler = striking(({ choices, isSpared = false }) => {
      spared.push(isSpared)
      return choices[0]?.step.op === 'rename' && !isSpared ? kill : undefined
    })
    const { record, log } = executor.perform(workload, scheduler)
    expect(record.calls.map(({ writer, outcome }) => `${writer} ${outcome}`)).toEqual([
      '1 pending',
      '2 pending',
      '3 acknowledged',
    ])
    expect(record.faults.map(({ writer }) => writer)).toEqual([1, 2])
    expect(record.earlierRestarts).toHaveLength(1)
    expect(record.restart).toMatchObject({ entries: [], finals: { s1: { kind: 'missing' } } })
    expect(new Set(spared)).toEqual(new Set([false, true]))
    expect(says(record)).toEqual(['holds'])
    const steps = log()
    expect(executor.executor.replay({ workload, schedule: scheduleOf(steps), seed: 1 }).log()).toEqual(steps)
  } finally {
    await executor.close()
  }
})
