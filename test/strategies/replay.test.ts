import { expect, test } from 'vitest'
import { ReplayDivergence } from '../../harness/model/errors.ts'
import { random } from '../../harness/strategies/random.ts'
import { Replay } from '../../harness/strategies/replay.ts'
import { chains, choice, decisionOf, point, run } from '../support/choices.ts'

const steps = () => chains(3, 5, (writer) => `f${writer}`)

function record(seed: number) {
  const scheduler = random.begin(seed, 15)
  const schedule: ReturnType<typeof decisionOf>[] = []
  const order = run(
    {
      choose(at) {
        const chosen = scheduler.choose(at)
        schedule.push(at.decisionOf(chosen.choice))
        return chosen
      },
    },
    steps(),
  )
  return { order, schedule }
}

test('makes the same decisions again', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const { order, schedule } = record(seed)
    const replay = new Replay(schedule)
    expect(run(replay, steps())).toEqual(order)
    expect(() => replay.assertComplete()).not.toThrow()
  }
})

test('a fault is a part of the decision', () => {
  const fault = { kind: 'errno', code: 'ENOSPC' } as const
  const only = choice(1, 1)
  expect(new Replay([{ ...decisionOf(only), fault }]).choose(point([only]))).toEqual({ choice: only, fault })
})

test('a step that does not wait is a divergence that names it and what does', () => {
  const replay = new Replay([decisionOf(choice(1, 1)), decisionOf(choice(2, 1, { op: 'rename', to: 'b' }))])
  replay.choose(point([choice(1, 1), choice(2, 1)]))
  const next = () => replay.choose(point([choice(1, 2), choice(2, 1)], 1))
  expect(next).toThrow(ReplayDivergence)
  expect(next).toThrow(
    'step 2 should be w2 call 1: rename a → b, but what waits is: w1 call 1: write a (no. 2); w2 call 1: write a',
  )
})

test.each([
  ['writer', choice(2, 1)],
  ['call', choice(1, 1, { call: 2 })],
  ['operation', choice(1, 1, { op: 'fsync' })],
  ['path', choice(1, 1, { path: 'b' })],
  ['second path', choice(1, 1, { to: 'b' })],
  ['ordinal', choice(1, 2)],
])('another %s is another step', (_what, other) => {
  expect(() => new Replay([decisionOf(choice(1, 1))]).choose(point([other]))).toThrow(ReplayDivergence)
})

test('too few and too many steps are divergences', () => {
  expect(() => new Replay([]).choose(point([choice(1, 1)]))).toThrow(
    /ends after 0 steps, but more are waiting: w1/,
  )
  expect(() => new Replay([decisionOf(choice(1, 1))]).assertComplete()).toThrow(
    /step 1 should be .* nothing waits/,
  )
})
