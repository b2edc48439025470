/** Something to go on with, one execution at a time. */
export interface Work {
  /** Its part of the time, compared to the others. */
  readonly weight: number
  /** How many sizes its search is through with; absent where it waits for no other. Who is further than others waits for them. */
  readonly sizes?: () => number
  /** Each `next` carries out one execution; `done` says that there is none left. */
  readonly executions: AsyncIterator<unknown>
}

export interface TurnsOptions {
  /** So long one goes on before the next has its turn. */
  readonly burstMillis: number
  readonly now: () => number
}

/** What there is time for; asked between executions. */
export interface Clock {
  readonly isSliceOver: () => boolean
  /** Not even a first execution can wait for the end of this slice any more. */
  readonly isLate: () => boolean
  /** Nothing more is to begin. */
  readonly isRunOver: () => boolean
}

interface Going {
  readonly work: Work
  spentMillis: number
  hasBegun: boolean
  isDone: boolean
}

/**
 * Lets several works take turns on one core, so that each gets its part of the time from the start: whoever had least
 * for its weight goes next (stride scheduling: Waldspurger and Weihl, MIT/LCS/TM-528, 1995). What one does not need
 * goes to the others. Each goes on where it was interrupted.
 */
export class Turns {
  readonly #all: readonly Going[]
  readonly #options: TurnsOptions

  /** @param works in the order of their first turns */
  constructor(works: readonly Work[], options: TurnsOptions) {
    this.#all = works.map((work) => ({ work, spentMillis: 0, hasBegun: false, isDone: false }))
    this.#options = options
  }

  /** Nothing is left of any. */
  get isDone(): boolean {
    return this.#all.every(({ isDone }) => isDone)
  }

  /**
   * Goes on until a slice of time is over. A work that has not had its first execution has it all the same, or it would
   * depend on the machine which of them a short run comes to; unless it is late.
   */
  async goOn({ isSliceOver, isLate, isRunOver }: Clock): Promise<void> {
    while (!isRunOver()) {
      const next = leastServed(this.#among(isSliceOver(), isLate()))
      if (!next) return
      await this.#burst(next, () => isSliceOver() || isRunOver())
    }
  }

  #among(isSliceOver: boolean, isLate: boolean): readonly Going[] {
    if (!isSliceOver) return this.#all
    return isLate ? [] : this.#all.filter(({ hasBegun }) => !hasBegun)
  }

  async #burst(going: Going, isOver: () => boolean): Promise<void> {
    const { now, burstMillis } = this.#options
    const started = now()
    do {
      going.hasBegun = true
      going.isDone = (await going.work.executions.next()).done === true
    } while (!going.isDone && !isOver() && now() - started < burstMillis)
    going.spentMillis += now() - started
  }
}

/** Of equals, the first. */
function leastServed(all: readonly Going[]): Going | undefined {
  const served = ({ spentMillis, work }: Going) => spentMillis / work.weight
  return withoutWaiting(all.filter(({ isDone }) => !isDone)).reduce<Going | undefined>(
    (least, each) => (least && served(least) <= served(each) ? least : each),
    undefined,
  )
}

/** The small sizes of one are worth more than the large ones of another. */
function withoutWaiting(left: readonly Going[]): readonly Going[] {
  const least = Math.min(...left.map(({ work }) => work.sizes?.() ?? Infinity))
  return left.filter(({ work }) => (work.sizes?.() ?? least) <= least)
}
