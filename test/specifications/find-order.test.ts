import { expect, test, vi } from 'vitest'
import type { History, HistoryCall } from '../../harness/model/history.ts'
import { findOrder } from '../../harness/specifications/order/find-order.ts'
import { StateNames } from '../../harness/specifications/order/state-names.ts'
import { compare, isExplained } from '../../scripts/specifications/compare.ts'
import { concurrent, seenAs, sequential } from '../../scripts/specifications/large.ts'
import { models } from '../../scripts/specifications/models.ts'

const names = Object.keys(models)
const modelOf = (name: string) => models[name] as NonNullable<(typeof models)[string]>
/** `npm run proof -- --only=specifications` takes 20,000. */
const histories = 1500

test.each(names)('finds an order of %s where there is one, and none elsewhere', (name) => {
  const { explained, differing } = compare(modelOf(name), { histories, seed: 1 })
  expect(differing).toBeNull()
  // Both answers are put to the test.
  expect(explained).toBeGreaterThan(histories / 3)
  expect(explained).toBeLessThan(histories * 0.9)
})

const changing = (change: (call: HistoryCall) => HistoryCall) => (history: History) => ({
  ...history,
  calls: history.calls.map(change),
})

/** Each leaves out one rule; it is noticed where some history is then taken for another. */
const wrongRules: Readonly<Record<string, (history: History) => History>> = {
  'a call that was rejected must have taken effect': changing((call) => ({ ...call, by: call.by ?? 999 })),
  'no call need have taken effect': changing((call) => ({ ...call, by: null, acknowledged: null })),
  'a call may take effect before it begins': changing((call) => ({ ...call, begin: 0 })),
  'a call may take effect after its end': changing((call) => ({
    ...call,
    by: call.by === null ? null : 999,
  })),
  'what a writer defers has no place among its own calls': changing((call) => ({
    ...call,
    acknowledged: null,
  })),
  'what is deferred is over once it is acknowledged': changing((call) => ({
    ...call,
    by: call.by === null ? null : (call.acknowledged ?? call.by),
  })),
  'what a look gave does not count': ({ calls }) => ({ calls, looks: [] }),
  'a look may come at any time': ({ calls, looks }) => ({
    calls,
    looks: looks.map((look) => ({ ...look, begin: 0, end: 2000 })),
  }),
}

test.each(Object.entries(wrongRules))('is told from one for which %s', (_rule, change) => {
  const model = modelOf('log')
  const { differing } = compare(model, { histories, seed: 2 }, (history) =>
    isExplained(change(history), model),
  )
  expect(differing).not.toBeNull()
})

test('is told from one for which it does not matter what a call returned', () => {
  const model = modelOf('tokens')
  const find = changing(({ returned: _returned, ...call }) => call)
  const { differing } = compare(model, { histories, seed: 2 }, (history) => isExplained(find(history), model))
  expect(differing).not.toBeNull()
})

test('is told from one that takes all states for the same', () => {
  using _same = vi.spyOn(StateNames.prototype, 'nameOf').mockReturnValue('a state')
  const { differing } = compare(modelOf('tokens'), { histories: 20_000, seed: 3 })
  expect(differing).not.toBeNull()
})

test.each(names)('is told from one whose hint about %s is wrong', (name) => {
  const { specification, ...rest } = modelOf(name)
  const model = { ...rest, specification: { ...specification, mayBecome: () => false } }
  const { differing } = compare(modelOf(name), { histories, seed: 4 }, (history) =>
    isExplained(history, model),
  )
  expect(differing).not.toBeNull()
})

test.each(names)(
  'comes to an end with twelve concurrent calls on %s, and with a thousand in a row',
  (name) => {
    const model = modelOf(name)
    expect(isExplained(concurrent(model, 12), model)).toBe(true)
    expect(isExplained(sequential(model, 1000), model)).toBe(true)
    const torn = seenAs(concurrent(model, 12), 'nothing like it')
    expect(findOrder(torn, model.specification).kind).toBe('none')
  },
)

test('says that it does not know where there are too many orders', () => {
  const { specification, ...rest } = modelOf('log')
  const blind = { ...specification, mayBecome: () => true }
  const lost = seenAs(concurrent({ ...rest, specification: blind }, 12), [])
  expect(findOrder(lost, blind).kind).toBe('undecided')
})
