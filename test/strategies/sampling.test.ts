import { describe, expect, test } from 'vitest'
import type { Choice } from '../../harness/model/schedule.ts'
import { strategyNames } from '../../harness/model/settings.ts'
import { samplingStrategy } from '../../harness/strategies/index.ts'
import { pct } from '../../harness/strategies/pct.ts'
import { pos } from '../../harness/strategies/pos.ts'
import { random } from '../../harness/strategies/random.ts'
import { chains, choice, orders, point, run } from '../support/choices.ts'

describe.each([random, pos, pct(1), pct(2), pct(3)])('$name', (strategy) => {
  test('is a function of its seed', () => {
    const once = (seed: number) => run(strategy.begin(seed, 30), chains(3, 10)).join('')
    for (let seed = 0; seed < 20; seed += 1) expect(once(seed)).toBe(once(seed))
    expect(new Set(Array.from({ length: 20 }, (_, seed) => once(seed))).size).toBeGreaterThan(1)
  })

  test('takes one of what waits, and what waits alone at once', () => {
    const scheduler = strategy.begin(1, 1)
    const alone = choice(2, 7)
    expect(scheduler.choose(point([alone]))).toEqual({ choice: alone })
  })

  test('starves nobody who fires timers in turn with somebody who does not', () => {
    const timer = choice(1, 1, { op: 'timer' })
    const other = choice(2, 1)
    for (let seed = 0; seed < 50; seed += 1) {
      const scheduler = strategy.begin(seed, 10)
      const chosen = Array.from({ length: 200 }, (_, made) =>
        scheduler.choose(point([{ ...timer, step: { ...timer.step, id: 1 + made } }, other], made)),
      )
      expect(chosen.some(({ choice: { writer } }) => writer === 2)).toBe(true)
    }
  })
})

describe('random', () => {
  const draws = 8000

  /** How often each of the choices goes next, in one execution or in many. */
  function counts(choices: Choice[], seedOf: (draw: number) => number): number[] {
    const taken = choices.map(() => 0)
    let scheduler = random.begin(seedOf(0), 1)
    for (let draw = 0; draw < draws; draw += 1) {
      if (seedOf(draw) !== seedOf(draw - 1)) scheduler = random.begin(seedOf(draw), 1)
      const at = choices.indexOf(scheduler.choose(point(choices, draw)).choice)
      taken[at] = (taken[at] ?? 0) + 1
    }
    return taken
  }

  test('takes each of what waits as often, over many executions', () => {
    const choices = [0, 1, 2, 3].map((index) => choice(index + 1, 1))
    // A quarter of all draws, give or take five standard deviations.
    for (const count of counts(choices, (draw) => draw)) {
      expect(Math.abs(count - draws / 4)).toBeLessThan(5 * Math.sqrt(draws * 0.25 * 0.75))
    }
  })

  test('lets a fast call run ahead of a slow one, and starves neither', () => {
    const choices = [choice(1, 1), choice(2, 1)]
    const shares = Array.from({ length: 40 }, (_, seed) => (counts(choices, () => seed)[0] ?? 0) / draws)
    const isNear = (share: number) =>
      [1 / 17, 1 / 2, 16 / 17].findIndex((odds) => Math.abs(share - odds) < 0.03)
    expect(new Set(shares.map(isNear))).toEqual(new Set([0, 1, 2]))
  })
})

describe('pos', () => {
  test('reaches every order of two writers with two steps on one file', () => {
    const counts = orders(pos, 2000, () => chains(2, 2))
    expect([...counts.keys()].toSorted()).toEqual(['1122', '1212', '1221', '2112', '2121', '2211'])
  })

  test('draws anew what races with the step that went, and nothing else', () => {
    // Priorities that are drawn once order independent writers by their first draws …
    const apart = orders(pos, 300, () => chains(2, 1, (writer) => `${writer}`))
    expect(apart.get('12')).toBeGreaterThan(100)
    expect(apart.get('21')).toBeGreaterThan(100)
    // … and a writer that lost once to racing steps may win the next round: no order is lost.
    const racing = orders(pos, 3000, () => [
      [choice(1, 1), choice(1, 2), choice(1, 3)],
      [choice(2, 1)],
      [choice(3, 1, { path: 'b' })],
    ])
    const betweenSteps = (order: string) => order.replace('3', '').indexOf('2')
    const places = [0, 0, 0, 0]
    for (const [order, count] of racing)
      places[betweenSteps(order)] = (places[betweenSteps(order)] ?? 0) + count
    for (const place of places) expect(place).toBeGreaterThan(100)
  })
})

describe('pct', () => {
  test('of depth 1 never leaves a writer that can go on', () => {
    for (const order of orders(pct(1), 200, () => chains(3, 4)).keys()) {
      expect(order).toMatch(/^(1111|2222|3333)(1111|2222|3333)(1111|2222|3333)$/)
    }
  })

  test.each([2, 3])('of depth %i leaves at most one less', (depth) => {
    const all = orders(pct(depth), 500, () => chains(3, 4))
    const switches = [...all.keys()].map((order) => order.replaceAll(/(.)\1*/g, '$1').length - 1)
    // Two switches are needed to run three writers one after the other; each change point adds at most two.
    expect(Math.max(...switches)).toBeLessThanOrEqual(2 + 2 * (depth - 1))
    expect(Math.max(...switches)).toBeGreaterThan(2)
  })

  test('finds a bug of its depth as often as the paper promises', () => {
    const steps = 4
    // One preemption between the first and the last step of w1: depth 2, two chains, eight steps.
    const hits = [...orders(pct(2), 4000, () => chains(2, steps))]
      .filter(([order]) => /^1+2{4}1+$/.test(order))
      .reduce((sum, [, count]) => sum + count, 0)
    expect(hits / 4000).toBeGreaterThanOrEqual(1 / (2 * 2 * steps))
  })
})

test('a portfolio takes turns by the number of the execution alone', () => {
  const names = Array.from({ length: 12 }, (_, number) => samplingStrategy('portfolio', number).name)
  expect(names).toEqual(Array.from({ length: 12 }, (_, number) => samplingStrategy('portfolio', number).name))
  expect(new Set(names)).toEqual(new Set(['pos', 'random', 'pct']))
  expect(names.filter((name) => name === 'pos')).toHaveLength(6)
  for (const name of strategyNames) {
    if (name === 'portfolio' || name === 'exhaustive') continue
    expect([0, 1, 2, 3].map((number) => samplingStrategy(name, number).name)).toEqual(Array(4).fill(name))
  }
})
