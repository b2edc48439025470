import { chosenAt, offersAt } from '../../strategies/with-offered-faults.ts'
import { Unlearned } from '../../model/errors.ts'
import { RecentKeys } from '../../model/recent-keys.ts'
import type { Choice, Schedule } from '../../model/schedule.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { DecisionPoint, FaultMenu } from '../../model/strategy.ts'
import type { Exhaustive, Walk } from '../../strategies/exhaustive.ts'
import { costOf } from '../../strategies/state-graph.ts'
import type { Execution } from '../execute/execution.ts'
import type { Foretold } from './foretold.ts'

/** A state that was reached, from where the search can go on. */
interface Stop {
  readonly foretold: Foretold
  readonly walk: Walk
  readonly point: DecisionPoint
  readonly offers: readonly Choice[]
  /** The number of the state. */
  readonly here: number
  /** How many faults may strike from here on. */
  readonly faults: number
}

export type Advance =
  /** It has gone on by a step, or has gone back. */
  | { readonly kind: 'on' }
  /** It has come where a power loss may leave something else, or break another promise, than before; this is the execution up to there. */
  | { readonly kind: 'moment'; readonly execution: Execution }
  /** It has come to an end where it never was. */
  | { readonly kind: 'ended'; readonly execution: Execution }
  /** Nobody knows what comes after these decisions: they have to be carried out. */
  | { readonly kind: 'unlearned'; readonly schedule: Schedule }
  | { readonly kind: 'done' }

export interface ForetoldSearchOptions {
  readonly search: Exhaustive
  /** An execution that has not begun. */
  readonly foretell: () => Foretold
  /** What may strike a step; null where nothing may. */
  readonly menu: FaultMenu | null
  /** How many faults may strike in one execution. */
  readonly faults: number
  /** Power may be lost in every state. */
  readonly losesPower: boolean
}

const on: Advance = { kind: 'on' }
const done: Advance = { kind: 'done' }

/** So many states are kept to go on from; of others, the way to them is gone again. */
const mostStops = 2_000

/** The number of a state, and how it was reached. */
interface Reached {
  readonly here: number
  /** Whose step has led there; 0 at the start. */
  readonly last: number
  /** Switches on the way to there. */
  readonly spent: number
}

/** A choice that is made in a state, by its number. */
interface Made extends Reached {
  readonly choice: number
}

const start: Reached = { here: 0, last: 0, spent: 0 }

/**
 * Searches every inequivalent interleaving of a workload, as `Exhaustive` does and in the same order, without carrying
 * any out: it keeps the states that it has reached, and goes on from there, so that it pays for steps instead of
 * executions. It does not go on to the end from states that are known.
 */
export class ForetoldSearch {
  readonly #options: ForetoldSearchOptions
  /** By state. Invariant: has the first one, once there is any. */
  readonly #stops = new Map<number, Stop>()
  /** After which power was lost already: see `Foretold.moment`. */
  readonly #moments = new RecentKeys()
  /** The states and choices that lead to where it is. */
  #way: Made[] = []
  /** Where it is; null at an end, from where it begins anew. */
  #at: Reached | null = null

  constructor(options: ForetoldSearchOptions) {
    this.#options = options
  }

  advance(): Advance {
    // Where nothing was to be decided, there is no state to go on from.
    if (!this.#stops.has(0)) return this.#options.search.graph.nodes.length > 0 ? done : this.#begin()
    const wanted = this.#wanted()
    if (!wanted) return done
    const [stop, made] = this.#nearest(wanted)
    if (stop.here !== wanted.here) this.#at = null
    return this.#take(stop, made)
  }

  /**
   * The execution that has led to where it is, or to the end that it has come to: with as few switches as it knows of.
   * What was foretold up to there may have come another way. Null where nothing was to be decided.
   */
  onTheWay(): Execution | null {
    const anew = this.#stops.get(0)?.foretold.fork()
    if (!anew) return null
    let { faults: left } = this.#options
    for (const { choice } of this.#way) {
      const point = anew.next() as DecisionPoint
      const chosen = chosenAt(point, offersAt(point, this.#options.menu, left)[choice] as Choice)
      left -= Number(chosen.fault !== undefined)
      anew.grant(chosen)
    }
    anew.next()
    return anew.finish()
  }

  #begin(): Advance {
    const { search, foretell, faults } = this.#options
    const foretold = foretell()
    return this.#learning(
      () => [],
      () => {
        foretold.begin()
        return this.#arrive(foretold, search.begin(), faults, start)
      },
    )
  }

  /** The next choice that was never made, from here on or else from the beginning; null where all were. */
  #wanted(): Made | null {
    if (this.#at && this.#towards(this.#at) === null) this.#leave()
    if (!this.#at && !this.#startOver()) return null
    for (;;) {
      const at = this.#at as Reached
      const choice = this.#towards(at)
      if (choice === null) return null
      const made = { ...at, choice }
      this.#way.push(made)
      const to = this.#options.search.graph.at(at.here).next[choice]
      if (to === null || to === undefined) return made
      this.#at = this.#after(made, to)
    }
  }

  /** @returns whether anything is left to be found */
  #startOver(): boolean {
    const { search } = this.#options
    this.#way = []
    this.#at = start
    // Where nothing is left with so many switches, more are allowed.
    while (this.#towards(start) === null) {
      if (search.isDone || search.bound === Infinity) return false
      search.ended()
    }
    return true
  }

  #towards({ here, last, spent }: Reached): number | null {
    return this.#options.search.frontier.towardsUntried(here, last, spent)
  }

  /** @param to the state that a choice has led to */
  #after({ here, choice, last, spent }: Made, to: number): Reached {
    const node = this.#options.search.graph.at(here)
    return { here: to, last: node.writers[choice] as number, spent: spent + costOf(node, choice, last) }
  }

  /** Nothing is left to be found from here on, nor perhaps from the states before: nobody comes back to those. */
  #leave(): void {
    const at = this.#at
    this.#at = null
    // With more switches, there may be something left.
    if (this.#options.search.bound !== Infinity) return
    if (at) this.#forget(at.here)
    for (const made of this.#way.slice(1).toReversed()) {
      if (this.#towards(made) !== null) break
      this.#forget(made.here)
    }
  }

  #forget(here: number): void {
    if (here !== 0) this.#stops.delete(here)
  }

  /** Where to go on from, and with which choice: with the wanted one where that state is kept. */
  #nearest(wanted: Made): readonly [stop: Stop, made: Made] {
    for (let index = this.#way.length - 1; index >= 0; index -= 1) {
      const made = this.#way[index] as Made
      const stop = this.#stops.get(made.here)
      if (!stop) continue
      this.#way.length = index + 1
      return [stop, made]
    }
    throw new Error(`no state on the way to ${wanted.here} is kept`)
  }

  #take(stop: Stop, made: Made): Advance {
    const { walk, point, offers, here } = stop
    const chosen = chosenAt(point, offers[made.choice] as Choice)
    const foretold = stop.foretold.fork()
    const onwards = walk.fork()
    onwards.take(here, made.choice, point.made)
    const schedule = () => [
      ...scheduleOf(stop.foretold.log()),
      { ...point.decisionOf(chosen.choice), ...(chosen.fault && { fault: chosen.fault }) },
    ]
    return this.#learning(schedule, () => {
      foretold.grant(chosen)
      const faults = stop.faults - Number(chosen.fault !== undefined)
      return this.#arrive(foretold, onwards, faults, this.#after(made, -1))
    })
  }

  #arrive(foretold: Foretold, walk: Walk, faults: number, reached: Reached): Advance {
    const { search, menu, losesPower } = this.#options
    const point = foretold.next()
    const { length: known } = search.graph.nodes
    const offers = point ? offersAt(point, menu, faults) : []
    const here = walk.arrive({ ...(point ?? foretold.end), choices: offers })
    this.#at = point && { ...reached, here }
    if (point) {
      this.#keep({ foretold, walk, point, offers, here, faults })
      // A decision has one fault: where something has struck, power is not lost.
      const mayLose = losesPower && faults === this.#options.faults
      const isNew = mayLose && here === known && point.made > 0
      const isMoment = isNew && this.#moments.meet(foretold.moment)
      // Looking at it changes it.
      return isMoment ? { kind: 'moment', execution: foretold.fork().finish() } : on
    }
    search.ended()
    return here < known ? on : { kind: 'ended', execution: foretold.finish() }
  }

  #keep(stop: Stop): void {
    const { here } = stop
    if (this.#stops.has(here)) return
    this.#stops.set(here, stop)
    if (this.#stops.size <= mostStops) return
    for (const oldest of this.#stops.keys())
      if (oldest !== 0 && oldest !== here) {
        this.#stops.delete(oldest)
        return
      }
  }

  /** @param schedule what has to be carried out where nobody knows what comes of it */
  #learning(schedule: () => Schedule, advance: () => Advance): Advance {
    try {
      return advance()
    } catch (error) {
      if (!(error instanceof Unlearned)) throw error
      // It goes on from where it is, once that was carried out.
      this.#way.pop()
      return { kind: 'unlearned', schedule: schedule() }
    }
  }
}
