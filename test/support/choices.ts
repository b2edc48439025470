import { accessToEverything } from '../../harness/model/access.ts'
import type { Choice, Decision } from '../../harness/model/schedule.ts'
import type { Finds } from '../../harness/model/finds.ts'
import type { Step } from '../../harness/model/step.ts'
import type { DecisionPoint, Scheduler, Strategy } from '../../harness/model/strategy.ts'

/** A pending step, told as `w1/3: write a`. */
export function choice(writer: number, id: number, step: Partial<Step> & { call?: number } = {}): Choice {
  return { writer, step: { op: 'write', path: 'a', sync: false, call: 1, id, ...step } }
}

export const decisionOf = ({ writer, step: { call, op, path, to, id } }: Choice): Decision => ({
  writer,
  call,
  op,
  ...(path !== undefined && { path }),
  ...(to !== undefined && { to }),
  ordinal: id,
})

/** Of a step on what is there, which may be written to. */
export const plain: Finds = { path: 'there', to: 'absent', writable: true }

export function point(choices: readonly Choice[], made = 0): DecisionPoint {
  return {
    choices,
    decisionOf,
    findsOf: () => plain,
    made,
    stateKey: () => '',
    access: () => accessToEverything,
  }
}

/** Runs chains of steps to their end, each chain in its own order; tells who went, by writer. */
export function run(scheduler: Scheduler, steps: readonly (readonly Choice[])[]): number[] {
  const left = steps.map((chain) => [...chain])
  const went: number[] = []
  for (;;) {
    const choices = left.flatMap(([first]) => (first ? [first] : []))
    if (choices.length === 0) return went
    const { choice: chosen } = scheduler.choose(point(choices, went.length))
    left.find(([first]) => first === chosen)?.shift()
    went.push(chosen.writer)
  }
}

/** Writers of so many steps each, all on one file or each on its own. */
export function chains(writers: number, steps: number, path: (writer: number) => string = () => 'a') {
  return Array.from({ length: writers }, (_, index) =>
    Array.from({ length: steps }, (__, id) => choice(index + 1, id + 1, { path: path(index + 1) })),
  )
}

/** How often each order of going came up, by seed. */
export function orders(strategy: Strategy, seeds: number, of: () => Choice[][]): Map<string, number> {
  const counts = new Map<string, number>()
  for (let seed = 0; seed < seeds; seed += 1) {
    const steps = of()
    const order = run(strategy.begin(seed, steps.flat().length), steps).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  return counts
}
