import type { Value } from './register.ts'

/** Two values of which each must come before the other, or three and more in a circle: none of them can be first. */
export type Circle = readonly Value[]

/**
 * Whether a value must come before another: one of its operations had ended when one of the other's began. A deferred
 * write precedes the writes of its own writer that began after its acknowledgement, for that writer knows of it. What
 * others do, it precedes only once it has taken effect.
 */
export function precedes(earlier: Value, later: Value): boolean {
  return earlier.firstEnd < later.lastStart || isIssuedBefore(earlier, later)
}

/** Whether one writer had a write acknowledged before it began the other. */
export function isIssuedBefore(earlier: Value, later: Value): boolean {
  return writerOf(earlier) === writerOf(later) && earlier.acknowledged < later.writeStart
}

/** Null for the initial value, which nobody wrote. */
function writerOf({ call }: Value): number | null {
  return call ? call.writer : null
}

/**
 * A circle in the order of a register's values, or null where they can be ordered, which is when the history is
 * linearizable. Gibbons and Korach compare zones, since with one interval a write any circle has two values in it that
 * precede each other; a deferred write has two ends, so here values are taken away as they can come first, least end
 * first: O(n log n) all the same.
 */
export function circleIn(values: readonly Value[]): Circle | null {
  const left = new Remaining(values)
  while (left.size > 0) {
    const first = left.takeFirst()
    if (!first) return left.circle()
  }
  return null
}

/** Invariant: a value that is ready stays so, since the least ends of those that remain only grow. */
class Remaining {
  size: number
  readonly #taken = new Set<Value>()
  readonly #ends: Least
  readonly #byLastStart: Waiting
  readonly #ofWriters: ReadonlyMap<number | null, OfWriter>
  /** By value, how many of its two conditions hold. */
  readonly #met = new Map<Value, number>()
  readonly #ready: Value[] = []

  constructor(values: readonly Value[]) {
    this.size = values.length
    const isLeft = (value: Value): boolean => !this.#taken.has(value)
    this.#ends = new Least(values, ({ firstEnd }) => firstEnd, isLeft)
    this.#byLastStart = new Waiting(values, ({ lastStart }) => lastStart)
    const writers = new Set(values.map(writerOf))
    this.#ofWriters = new Map(
      [...writers].map((writer) => {
        const own = values.filter((value) => writerOf(value) === writer)
        return [writer, ofWriter(own, isLeft)]
      }),
    )
  }

  /** Takes away a value that nothing else precedes. */
  takeFirst(): Value | null {
    for (const value of this.#byLastStart.upTo(this.#ends.least())) this.#meet(value)
    for (const { acknowledgements, byWriteStart } of this.#ofWriters.values())
      for (const value of byWriteStart.upTo(acknowledgements.least())) this.#meet(value)
    const first = this.#nextReady() ?? this.#exempt()
    if (!first) return null
    this.#taken.add(first)
    this.size -= 1
    return first
  }

  /** Every remaining value has one before it: going back from any leads round. */
  circle(): Circle {
    const way: Value[] = []
    let value = this.#ends.first()
    while (value && !way.includes(value)) {
      way.push(value)
      value = this.#before(value)
    }
    const round = way.slice(way.indexOf(value as Value)).toReversed()
    const pair = round
      .flatMap((one) => round.map((other) => [one, other] as const))
      .find(([one, other]) => one !== other && precedes(one, other) && precedes(other, one))
    return pair ?? round
  }

  #meet(value: Value): void {
    const met = (this.#met.get(value) ?? 0) + 1
    this.#met.set(value, met)
    if (met === 2) this.#ready.push(value)
  }

  #nextReady(): Value | null {
    for (let value = this.#ready.pop(); value; value = this.#ready.pop()) {
      if (!this.#taken.has(value)) return value
    }
    return null
  }

  /** The owner of the least end need not wait for itself; no write begins after its own acknowledgement. */
  #exempt(): Value | null {
    const owner = this.#ends.first()
    return owner && this.#before(owner) === undefined ? owner : null
  }

  #before(value: Value): Value | undefined {
    const own = this.#ofWriters.get(writerOf(value))
    return [this.#ends.first(value), own?.acknowledgements.first(value)].find(
      (other) => other !== undefined && precedes(other, value),
    )
  }
}

/** What remains of one writer's values, which alone have its deferred writes behind them from their acknowledgement. */
interface OfWriter {
  readonly acknowledgements: Least
  readonly byWriteStart: Waiting
}

function ofWriter(values: readonly Value[], isLeft: (value: Value) => boolean): OfWriter {
  return {
    acknowledgements: new Least(values, ({ acknowledged }) => acknowledged, isLeft),
    byWriteStart: new Waiting(values, ({ writeStart }) => writeStart),
  }
}

/** The least of what remains, and the least but one. */
class Least {
  readonly #sorted: readonly Value[]
  readonly #of: (value: Value) => number
  readonly #isLeft: (value: Value) => boolean
  #first = 0
  #second = 1

  constructor(values: readonly Value[], of: (value: Value) => number, isLeft: (value: Value) => boolean) {
    this.#sorted = values.toSorted((left, right) => compare(of(left), of(right)))
    this.#of = of
    this.#isLeft = isLeft
  }

  least(): number {
    const first = this.first()
    return first ? this.#of(first) : Infinity
  }

  first(except?: Value): Value | undefined {
    while (this.#isGone(this.#first)) {
      this.#first = this.#second
      this.#second += 1
    }
    const first = this.#sorted[this.#first]
    if (first !== except || first === undefined) return first
    while (this.#isGone(this.#second)) this.#second += 1
    return this.#sorted[this.#second]
  }

  #isGone(index: number): boolean {
    const value = this.#sorted[index]
    return value !== undefined && !this.#isLeft(value)
  }
}

/** Values that wait for a bound to reach their start. */
class Waiting {
  readonly #sorted: readonly Value[]
  readonly #of: (value: Value) => number
  #next = 0

  constructor(values: readonly Value[], of: (value: Value) => number) {
    this.#sorted = values.toSorted((left, right) => compare(of(left), of(right)))
    this.#of = of
  }

  upTo(bound: number): Value[] {
    const from = this.#next
    for (
      let value = this.#sorted[this.#next];
      value && this.#of(value) <= bound;
      value = this.#sorted[this.#next]
    )
      this.#next += 1
    return this.#sorted.slice(from, this.#next)
  }
}

/** Infinities have no difference. */
function compare(left: number, right: number): number {
  return left < right ? -1 : Number(left > right)
}
