import { expect, test } from 'vitest'
import { faultMenu } from '../../harness/faults/index.ts'
import type { Fault } from '../../harness/model/fault.ts'
import type { Operation } from '../../harness/model/step.ts'
import type { Schedule } from '../../harness/model/schedule.ts'
import type { Chosen, Scheduler } from '../../harness/model/strategy.ts'
import { Follow } from '../../harness/strategies/follow.ts'
import { pos } from '../../harness/strategies/pos.ts'
import { withDrawnFaults } from '../../harness/strategies/with-drawn-faults.ts'
import { withOfferedFaults } from '../../harness/strategies/with-offered-faults.ts'
import { chains, choice, decisionOf, plain, point } from '../support/choices.ts'

const menu = faultMenu(['kill', 'errno', 'short-write'])

/** All decisions of an execution of two writers, each with five writes to make. */
function decide(scheduler: Scheduler, isSpared = false): Chosen[] {
  const left = chains(2, 5)
  const made: Chosen[] = []
  while (left.some(({ length }) => length > 0)) {
    const choices = left.flatMap(([first]) => (first ? [first] : []))
    const chosen = scheduler.choose({ ...point(choices, made.length), isSpared })
    left.find(([first]) => first === chosen.choice)?.shift()
    made.push(chosen)
  }
  return made
}

const faultsIn = (made: readonly Chosen[]) => made.filter(({ fault }) => fault).length
const seeds = Array.from({ length: 200 }, (_, seed) => seed)

test('none to three faults are drawn, at any step, and all that is told by the seed', () => {
  const strategy = withDrawnFaults(pos, menu)
  const runs = seeds.map((seed) => decide(strategy.begin(seed, 10)))
  expect(new Set(runs.map(faultsIn))).toEqual(new Set([0, 1, 2, 3]))
  const struckAt = runs.flatMap((made) => made.flatMap(({ fault }, at) => (fault ? [at] : [])))
  expect(new Set(struckAt).size).toBe(10)
  expect(seeds.map((seed) => decide(strategy.begin(seed, 10)))).toEqual(runs)
})

test('the strategy inside decides as it does without faults', () => {
  const strategy = withDrawnFaults(pos, menu)
  for (const seed of seeds) {
    const order = (made: readonly Chosen[]) => made.map(({ choice: { writer } }) => writer)
    expect(order(decide(strategy.begin(seed, 10)))).toEqual(order(decide(pos.begin(seed, 10))))
  }
})

test('a fault waits for a step that it can strike, and none strikes what comes after a crash', () => {
  const onRename = withDrawnFaults(pos, (step, finds) => (step.op === 'rename' ? menu(step, finds) : []))
  expect(seeds.every((seed) => faultsIn(decide(onRename.begin(seed, 10))) === 0)).toBe(true)
  const any = withDrawnFaults(pos, menu)
  expect(seeds.every((seed) => faultsIn(decide(any.begin(seed, 10), true)) === 0)).toBe(true)
})

test('what never struck an operation is drawn before all else', () => {
  const struck = new Set<string>()
  const nameOf = (fault: Fault) => (fault.kind === 'errno' ? fault.code : fault.kind)
  const run = (isNew: (op: Operation, fault: Fault) => boolean) => {
    struck.clear()
    let drawn = 0
    for (const seed of seeds) {
      for (const { fault } of decide(
        withDrawnFaults(pos, menu, { isNew, isAnyNew: () => false }).begin(seed, 10),
      )) {
        if (!fault) continue
        drawn += 1
        struck.add(nameOf(fault))
        if (struck.size === pairs) return drawn
      }
    }
    return Infinity
  }
  const pairs = new Set(menu(choice(1, 1).step, plain).map(({ fault }) => nameOf(fault))).size
  // Those of one execution may be alike, since what has struck is known after it.
  const preferring = run((_, fault) => !struck.has(nameOf(fault)))
  expect(preferring).toBeLessThan(2 * pairs)
  expect(run(() => false)).toBeGreaterThan(preferring)
})

test('what never struck an operation may come before a fault is due, once', () => {
  const only = { kind: 'errno', code: 'EIO' } as const
  const strategy = withDrawnFaults(pos, () => [{ fault: only, weight: 1 }], {
    isNew: (op) => op === 'write',
    isAnyNew: () => false,
  })
  const soon = withDrawnFaults(pos, () => [{ fault: only, weight: 1 }])
  // None is due within the ten steps that there are.
  const long = 1_000_000
  expect(seeds.every((seed) => faultsIn(decide(soon.begin(seed, long))) === 0)).toBe(true)
  const runs = seeds.map((seed) => decide(strategy.begin(seed, long)))
  expect(new Set(runs.map(faultsIn))).toEqual(new Set([0, 1]))
  // The first step that could be struck is spared in some executions, so that others come to be struck.
  expect(new Set(runs.map((made) => made.findIndex(({ fault }) => fault))).size).toBeGreaterThan(4)
})

test('every other execution is struck by nothing but what never struck, as long as there is any', () => {
  const late = 7
  // Only the step at that position offers what is new: here it is met in every execution.
  const named = (made: number) => (made === late ? 'EIO' : 'ENOSPC')
  let made = 0
  const strategy = withDrawnFaults(pos, () => [{ fault: { kind: 'errno', code: named(made) }, weight: 1 }], {
    isNew: (_, fault) => fault.kind === 'errno' && fault.code === 'EIO',
    isAnyNew: () => true,
  })
  const runs = seeds.map((seed) => {
    const scheduler = strategy.begin(seed, 3)
    return Array.from({ length: 10 }, (_, at) => {
      made = at
      return scheduler.choose(point([choice(1, at + 1)], at)).fault
    })
  })
  const isPatient = (faults: (typeof runs)[number]) =>
    faults.some((fault, at) => fault && at === late) && faults.every((fault, at) => !fault || at === late)
  const patient = runs.filter(isPatient).length
  expect(patient).toBeGreaterThan(seeds.length / 4)
  expect(patient).toBeLessThan((seeds.length * 3) / 4)
})

test('each step is offered beside the same step struck, as long as there are faults left', () => {
  const offered: number[] = []
  const last: Scheduler = {
    choose({ choices }) {
      offered.push(choices.length)
      return { choice: choices.at(-1)! }
    },
  }
  const short = faultMenu(['short-write'])
  const made = decide(withOfferedFaults(last, () => short(choice(1, 1, { bytes: 8 }).step, plain), 2))
  expect(offered.slice(0, 4)).toEqual([6, 6, 2, 2])
  expect(faultsIn(made)).toBe(2)
  expect(made.every(({ choice: { fault } }) => fault === undefined)).toBe(true)
})

test('a writer is killed before one of its steps, not before each of those that wait', () => {
  const labels: unknown[] = []
  const first: Scheduler = {
    choose({ choices }) {
      labels.push(...choices.map(({ writer, step, fault }) => [writer, step.id, fault?.kind]))
      return { choice: choices[0]! }
    },
  }
  const waiting = [choice(1, 1, { op: 'open' }), choice(1, 2, { op: 'open' }), choice(2, 1, { op: 'open' })]
  withOfferedFaults(first, faultMenu(['kill']), 1).choose(point(waiting))
  expect(labels).toEqual([
    [1, 1, undefined],
    [1, 2, undefined],
    [2, 1, undefined],
    [1, 1, 'kill'],
    [2, 1, 'kill'],
  ])
})

test('a schedule is followed without some of its faults, past what does not fit any more', () => {
  const fault = { kind: 'errno', code: 'EIO' } as const
  const steps = [choice(1, 1), choice(2, 1), choice(1, 9, { op: 'unlink' }), choice(1, 2)]
  const schedule: Schedule = steps.map((each, at) => Object.assign(decisionOf(each), at < 2 && { fault }))
  const made = decide(new Follow(schedule, [1])).slice(0, 3)
  expect(made.map(({ choice: { writer, step }, fault: struck }) => [writer, step.id, struck?.kind])).toEqual([
    [1, 1, undefined],
    [2, 1, 'errno'],
    [1, 2, undefined],
  ])
})
