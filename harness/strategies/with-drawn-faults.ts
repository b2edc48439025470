import { faultName, type Fault } from '../model/fault.ts'
import type { Choice } from '../model/schedule.ts'
import type { Operation } from '../model/step.ts'
import type {
  Chosen,
  DecisionPoint,
  FaultMenu,
  OfferedFault,
  Scheduler,
  Strategy,
} from '../model/strategy.ts'
import { seedOf } from '../model/seed.ts'
import { randomFrom, type Random } from './seeded.ts'

const mostFaults = 3
/** Keeps the faults' draws apart from those of the strategy inside, which are as without faults. */
const stream = 0x0fa1

/** What has never struck, as far as is known. */
export interface NeverStruck {
  /** Whether an operation was never struck by a fault of that name. */
  readonly isNew: (op: Operation, fault: Fault) => boolean
  /** Whether there is an operation that could have been struck, and never was. */
  readonly isAnyNew: () => boolean
}

const nothingIsNew: NeverStruck = { isNew: () => false, isAnyNew: () => false }

/**
 * A strategy around a strategy: that one decides whose step goes next, this one lets up to three faults of an execution
 * strike at random steps. Where nothing can strike a step, a fault waits for the next. What an operation was never struck
 * by is drawn before all else: rare errors of rare operations have handlers, too. Such a fault comes before its time, or
 * not, by the toss of a coin: always, and no execution would come past what it meets first. As long as there is such a
 * fault, every other execution is struck by nothing else: what comes late, as in a second call, is met only where nothing
 * has gone wrong before. A writer that stalls stands still for a while that is drawn, too: else the strategy inside would
 * wake it at once.
 */
export function withDrawnFaults(
  inner: Strategy,
  menu: FaultMenu,
  { isNew, isAnyNew }: NeverStruck = nothingIsNew,
): Strategy {
  return {
    name: inner.name,
    begin(seed, expectedSteps) {
      const random = randomFrom(seedOf(seed, stream))
      const count = random.below(mostFaults + 1)
      const at = Array.from({ length: count }, () => random.below(expectedSteps)).toSorted(
        (one, other) => one - other,
      )
      const isPatient = isAnyNew() && random.below(2) === 0
      const scheduler = inner.begin(seed, expectedSteps)
      const struck = new Set<string>()
      const isFresh = ({ choice, fault }: Offer) =>
        !struck.has(pairOf(choice, fault)) && isNew(choice.step.op, fault)
      const draw = (point: DecisionPoint, next: Choice, isDue: boolean) => {
        const offers = offersAt(point, next, menu)
        const fresh = offers.filter(isFresh)
        if (fresh.length === 0) return isDue && !isPatient ? drawn(offers, random) : null
        const chosen = isDue || isPatient || random.below(2) === 0 ? drawn(fresh, random) : null
        if (chosen?.fault) struck.add(pairOf(chosen.choice, chosen.fault))
        return chosen
      }
      return striking(scheduler, { at, random, expectedSteps, draw })
    },
  }
}

interface Draws {
  /** Positions at which the faults are due that have not struck yet. */
  readonly at: number[]
  readonly random: Random
  readonly expectedSteps: number
  /** What strikes where a step is to go next; null where nothing can, or shall before a fault is due. */
  readonly draw: (point: DecisionPoint, next: Choice, isDue: boolean) => Chosen | null
}

function striking(inner: Scheduler, { at, random, expectedSteps, draw }: Draws): Scheduler {
  let still = { writers: new Set<number>(), until: 0 }
  return {
    ...(inner.needsState && { needsState: true }),
    choose(point) {
      const others = point.choices.filter(({ writer }) => !still.writers.has(writer))
      const isStill = point.made < still.until && others.length > 0
      const chosen = inner.choose(isStill ? { ...point, choices: others } : point)
      const due = at[0]
      if (due === undefined || point.isSpared) return chosen
      const struck = draw(point, chosen.choice, point.made >= due)
      if (!struck) return chosen
      at.shift()
      if (struck.fault?.kind === 'stall')
        still = { writers: readyBeside(struck, point), until: point.made + random.below(8 * expectedSteps) }
      return struck
    },
    ended: (point) => inner.ended?.(point),
  }
}

/** The writers that are ready to go on while another one's timer fires. */
function readyBeside({ choice: { writer: own } }: Chosen, { choices }: DecisionPoint): Set<number> {
  const ready = choices.filter(({ writer, step }) => writer !== own && step.op !== 'timer')
  return new Set(ready.map(({ writer }) => writer))
}

interface Offer extends OfferedFault {
  readonly choice: Choice
}

/** What may strike the step that goes next, or let a timer fire in its place that is too far ahead. */
function offersAt({ ahead = [], findsOf }: DecisionPoint, next: Choice, menu: FaultMenu): Offer[] {
  const on = (choice: Choice, isAhead: boolean) =>
    menu(choice.step, findsOf(choice), isAhead).map(({ fault, weight }) => ({ fault, weight, choice }))
  return [...on(next, false), ...ahead.flatMap((choice) => on(choice, true))]
}

function pairOf({ step }: Choice, fault: Fault): string {
  return `${step.op} ${faultName(fault)}`
}

const precision = 2 ** 30

function drawn(offers: readonly Offer[], { below }: Random): Chosen | null {
  const total = offers.reduce((sum, { weight }) => sum + weight, 0)
  let left = (total * below(precision)) / precision
  for (const { choice, fault, weight } of offers) {
    left -= weight
    if (left < 0) return { choice, fault }
  }
  return null
}
