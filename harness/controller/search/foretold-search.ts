import { chosenAt, offersAt } from '../../strategies/with-offered-faults.ts'
import { Unlearned } from '../../model/errors.ts'
import type { Choice, Schedule } from '../../model/schedule.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { DecisionPoint, FaultMenu } from '../../model/strategy.ts'
import type { Exhaustive, Walk } from '../../strategies/exhaustive.ts'
import type { Execution } from '../execute/execution.ts'
import type { Foretold } from '../foretelling/foretold.ts'

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
  /** It has come where it never was, where power may be lost; this is the execution up to there. */
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
const mostStops = 20_000

/** A choice that is made in a state, by its number. */
interface Made {
  readonly here: number
  readonly choice: number
}

/**
 * Searches every inequivalent interleaving of a workload, as `Exhaustive` does and in the same order, without carrying
 * any out: it keeps the states that it has reached, and goes on from there, so that it pays for steps instead of
 * executions. It does not go on to the end from states that are known.
 */
export class ForetoldSearch {
  readonly #options: ForetoldSearchOptions
  /** By state. Invariant: has the first one, once there is any. */
  readonly #stops = new Map<number, Stop>()
  /** The states and choices that lead to where it is. */
  #way: Made[] = []
  /** Where it is, and whose step has led there; null at an end, from where it begins anew. */
  #at: { readonly here: number; readonly last: number } | null = null

  constructor(options: ForetoldSearchOptions) {
    this.#options = options
  }

  advance(): Advance {
    if (!this.#stops.has(0)) return this.#begin()
    const wanted = this.#wanted()
    if (!wanted) return done
    const [stop, choice] = this.#nearest(wanted)
    if (stop.here !== wanted.here) this.#at = null
    return this.#take(stop, choice)
  }

  #begin(): Advance {
    const { search, foretell, faults } = this.#options
    const foretold = foretell()
    return this.#learning(
      () => [],
      () => {
        foretold.begin()
        return this.#arrive(foretold, search.begin(), faults)
      },
    )
  }

  /** The next choice that was never made, from here on or else from the beginning; null where all were. */
  #wanted(): Made | null {
    const { graph, frontier } = this.#options.search
    if (this.#at && frontier.towardsUntried(this.#at.here, this.#at.last) === null) this.#leave()
    if (!this.#at) {
      this.#way = []
      this.#at = { here: 0, last: 0 }
    }
    for (;;) {
      const { here, last } = this.#at
      const choice = frontier.towardsUntried(here, last)
      if (choice === null) return null
      const { next, writers } = graph.at(here)
      this.#way.push({ here, choice })
      const to = next[choice]
      if (to === null || to === undefined) return { here, choice }
      this.#at = { here: to, last: writers[choice] as number }
    }
  }

  /** Nothing is left to be found from here on, nor perhaps from the states before: nobody comes back to those. */
  #leave(): void {
    const { frontier, graph } = this.#options.search
    const way = this.#way
    if (this.#at) this.#forget(this.#at.here)
    for (let index = way.length - 1; index > 0; index -= 1) {
      const [before, { here }] = [way[index - 1]!, way[index]!]
      const last = graph.at(before.here).writers[before.choice] as number
      if (frontier.towardsUntried(here, last) !== null) break
      this.#forget(here)
    }
    this.#at = null
  }

  #forget(here: number): void {
    if (here !== 0) this.#stops.delete(here)
  }

  /** Where to go on from, and with which choice: with the wanted one where that state is kept. */
  #nearest(wanted: Made): readonly [stop: Stop, choice: number] {
    for (let index = this.#way.length - 1; index >= 0; index -= 1) {
      const { here, choice } = this.#way[index] as Made
      const stop = this.#stops.get(here)
      if (!stop) continue
      this.#way.length = index + 1
      return [stop, choice]
    }
    throw new Error(`no state on the way to ${wanted.here} is kept`)
  }

  #take(stop: Stop, number: number): Advance {
    const { walk, point, offers, here } = stop
    const chosen = chosenAt(point, offers[number] as Choice)
    const foretold = stop.foretold.fork()
    const onwards = walk.fork()
    onwards.take(here, number, point.made)
    const schedule = () => [
      ...scheduleOf(stop.foretold.log()),
      { ...point.decisionOf(chosen.choice), ...(chosen.fault && { fault: chosen.fault }) },
    ]
    return this.#learning(schedule, () => {
      foretold.grant(chosen)
      return this.#arrive(foretold, onwards, stop.faults - Number(chosen.fault !== undefined))
    })
  }

  #arrive(foretold: Foretold, walk: Walk, faults: number): Advance {
    const { search, menu, losesPower } = this.#options
    const point = foretold.next()
    const { length: known } = search.graph.nodes
    const offers = point ? offersAt(point, menu, faults) : []
    const here = walk.arrive({ ...(point ?? foretold.end), choices: offers })
    this.#at = point && { here, last: walk.last }
    if (point) {
      this.#keep({ foretold, walk, point, offers, here, faults })
      const isMoment = losesPower && here === known && point.made > 0
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
