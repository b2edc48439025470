import type { Judgement } from '../../harness/model/verdict.ts'
import { expect, test } from 'vitest'
import { pursue } from '../../harness/engine/race/pursue.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { sizeOf } from '../../harness/report/words.ts'

const plan = { operation: 'write', session: 's1', payloadBytes: 0, awaited: true }
const finding = { session: 's1', message: 'torn', kind: 'unreadable' }
const violated: Judgement = { oracle: 'parses', verdict: 'violated', findings: [finding] }
const holds: Judgement = { oracle: 'parses', verdict: 'holds', findings: [] }
const found = { oracle: 'parses', finding } as const
const three: Workload = { writers: [[plan], [plan], [plan]], readers: 0 }
const writersOf = ({ writers }: Workload) => writers.filter((calls) => calls.length > 0).length

const common = { shape: { operations: ['write'] }, leftMillis: 15_000 }

/** A race in which a workload shows its defect in so many rounds, and from then on no more. */
function raceOf(luck: (writers: number) => number) {
  const left = new Map<number, number>()
  const play = async (workload: Workload): Promise<readonly Judgement[]> => {
    const writers = writersOf(workload)
    const rounds = left.get(writers) ?? luck(writers)
    left.set(writers, rounds - 1)
    return [rounds > 0 ? violated : holds]
  }
  return pursue(found, three, { ...common, isFresh: false, play })
}

test('a smaller workload that was seen by luck alone gives way to the larger one that is seen again', async () => {
  const { violation } = await raceOf((writers) => (writers === 3 ? Infinity : writers === 2 ? 2 : 0))
  expect(violation).toMatchObject({ writers: 3, reproduced: { times: 20, of: 20 } })
})

test('where nothing is seen again, what was found is kept and told as such', async () => {
  const { violation, broken } = await raceOf((writers) => (writers === 2 ? 2 : 0))
  expect(broken).toBeNull()
  expect(violation).toMatchObject({ writers: 3, calls: 3, reproduced: { times: 0, of: 20 } })
  expect(sizeOf(violation)).toBe('as found: 3 writers, 3 calls in all; seen again in 0 of 20 rounds')
})

test('what is seen again is shrunk', async () => {
  const { violation } = await raceOf((writers) => (writers >= 2 ? Infinity : 0))
  expect(violation).toMatchObject({ writers: 2, calls: 2, reproduced: { times: 20, of: 20 } })
  expect(sizeOf(violation)).toBe('shrunk to 2 writers, 2 calls in all; seen again in 20 of 20 rounds')
})

test.each([
  ['that needs fresh processes is repeated in fresh ones', true],
  ['that does not is repeated in those that there are', false],
])('what was found in a fresh round and %s', async (_, needsFresh) => {
  const played: boolean[] = []
  const play = async (workload: Workload, isFresh: boolean): Promise<readonly Judgement[]> => {
    played.push(isFresh)
    return [(isFresh || !needsFresh) && writersOf(workload) >= 2 ? violated : holds]
  }
  const { violation } = await pursue(found, three, { ...common, isFresh: true, play })
  expect(violation).toMatchObject({ writers: 2, reproduced: { times: 20, of: 20 } })
  expect(new Set(played.slice(10))).toEqual(new Set([needsFresh]))
})
