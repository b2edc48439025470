import { expect, test } from 'vitest'
import type { Execution } from '../../harness/controller/execute/execution.ts'
import { scheduleOf } from '../../harness/model/step-log.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { plan, TestExecutor } from '../../scripts/proof/test-executor.ts'
import { fixture } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

/** Steps of the first writer first, or of the second one. */
const preferring = (writer: number): Scheduler => ({
  choose: ({ choices }) => ({ choice: choices.find((each) => each.writer === writer) ?? choices[0]! }),
})

const saidIn = ({ record }: Execution) =>
  record.calls.map(({ writer, outcome, error }) => `w${writer} ${error ?? outcome}`)

async function withExecutor(body: (executor: TestExecutor) => void, samePid = false): Promise<void> {
  const executor = new TestExecutor(fixture('signals.ts'), { samePid })
  try {
    body(executor)
  } finally {
    await executor.close()
  }
}

const calling = (...operations: readonly string[]) => ({
  writers: operations.map((operation, index) => [plan(operation, 24 * (index + 1))]),
  readers: 0,
})

test('a writer sees the writers that are there, and nobody else', () =>
  withExecutor((executor) => {
    // Whoever is through has ended, and cannot be seen.
    expect(saidIn(executor.perform(calling('look', 'look'), preferring(1)))).toEqual(['w1 0 1', 'w2 0'])
    expect(saidIn(executor.perform(calling('look', 'look'), preferring(2)))).toEqual(['w1 0', 'w2 -1 0'])
  }))

test('under one process number for all, each is alone', () =>
  withExecutor((executor) => {
    expect(saidIn(executor.perform(calling('look', 'look'), preferring(1)))).toEqual(['w1 0', 'w2 0'])
  }, true))

test('a search finds whoever may be there', () =>
  withExecutor((executor) => {
    const search = (strategy: Exhaustive | Unreduced) => {
      const found = new Set<string>()
      while (!strategy.isDone)
        found.add(
          saidIn(
            executor.executor.perform({
              workload: calling('look', 'look'),
              scheduler: strategy.begin(),
              seed: 1,
              memoryOf: () => [],
            }),
          ).join(),
        )
      return [...found].toSorted()
    }
    const complete = search(new Unreduced())
    expect(complete).toEqual(['w1 0 1,w2 0', 'w1 0,w2 -1 0'])
    expect(search(new Exhaustive({ boundedPasses: 0 }))).toEqual(complete)
  }))

test('a signal to another writer ends it, at a step, and that is replayed', () =>
  withExecutor((executor) => {
    const workload = calling('endOther', 'look')
    const execution = executor.perform(workload, preferring(1))
    expect(saidIn(execution)).toEqual(['w1 reached', 'w2 pending', 'w3 ESRCH'])
    const steps = execution.log()
    expect(steps[0]).toMatchObject({ op: 'signal', writer: 1, receiver: 2, signal: 15 })
    expect(execution.record.restart).toBeDefined()
    expect(execution.record.faults).toEqual([])
    const again = executor.executor.replay({ workload, schedule: scheduleOf(steps), seed: 1 })
    expect(again.log()).toEqual(steps)
  }))

test('a signal to itself ends it, unless it has a listener', () =>
  withExecutor((executor) => {
    // As often as it starts again: that is bounded.
    const ended = saidIn(executor.perform(calling('endItself'), preferring(1)))
    expect(ended).toEqual(['w1 pending', 'w2 pending', 'w3 pending'])
    expect(saidIn(executor.perform(calling('listen'), preferring(1)))).toEqual(['w1 SIGUSR2'])
  }))

test('nobody else is reached, and a signal to anybody else is named', async () => {
  let reached = 0
  const count = () => (reached += 1)
  process.on('SIGUSR2', count)
  process.env['STRANGER_PID'] = String(process.pid)
  try {
    await withExecutor((executor) => {
      const execution = executor.perform(calling('stranger'), preferring(1))
      expect(saidIn(execution)).toEqual(['w1 ESRCH ESRCH ESRCH'])
      expect(execution.uncontrolled).toEqual([
        `signal: SIGUSR2 to process ${process.pid}`,
        'signal: SIGUSR2 to a process group',
      ])
    })
    await withExecutor((executor) => {
      const execution = executor.perform(calling('debugStranger'), preferring(1))
      expect(saidIn(execution)).toEqual(['w1 ESRCH'])
      expect(execution.uncontrolled).toEqual([`signal: SIGUSR1 to process ${process.pid}`])
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(reached).toBe(0)
  } finally {
    process.off('SIGUSR2', count)
    delete process.env['STRANGER_PID']
  }
})
