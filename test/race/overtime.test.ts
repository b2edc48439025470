import type { Judgement } from '../../harness/model/verdict.ts'
import { expect, test } from 'vitest'
import { limitsWithin } from '../../harness/engine/limits.ts'
import { pursue } from '../../harness/engine/race/pursue.ts'
import { repetition } from '../../harness/model/repetition.ts'
import type { Workload } from '../../harness/model/workload.ts'

const plan = { operation: 'write', session: 's1', payloadBytes: 0, awaited: true }
const finding = { session: 's1', message: 'torn', kind: 'unreadable' }
const workload: Workload = { writers: [[plan], [plan], [plan]], readers: 0 }

test('where the time is over long ago, what was found is repeated once and told, whatever a round takes', async () => {
  let rounds = 0
  const play = async (): Promise<readonly Judgement[]> => {
    rounds += 1
    return [{ oracle: 'parses', verdict: 'violated', findings: [finding] }]
  }
  const { violation } = await pursue({ oracle: 'parses', finding }, workload, {
    shape: { operations: ['write'] },
    isFresh: false,
    play,
    leftMillis: -3_600_000,
  })
  // What can be shrunk within two seconds is shrunk.
  expect(rounds).toBeGreaterThan(0)
  expect(violation.reproduced).toEqual({ times: 1, of: 1 })
})

test('something is repeated once where it is late, and as often as it takes where it is not', () => {
  const late = repetition(3, 10, () => true)
  expect([0, 1, 2].map(late)).toEqual([false, true, true])
  const early = repetition(3, 10)
  expect([1, 3, 9, 10].map(early)).toEqual([false, false, false, true])
})

test('a target that loads is waited for as long as its budget allows, and five seconds more', () => {
  expect(limitsWithin(4_000).loadMillis).toBe(9_000)
  expect(limitsWithin(3_600_000).loadMillis).toBe(30_000)
})
