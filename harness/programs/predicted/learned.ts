import type { Reaction } from '../../model/program.ts'
import type { CallRecord } from '../../model/record.ts'
import type { Untold } from '../../model/step.ts'

/** When something was told: how many things its writer had told before within the same reaction; null for earlier. */
type Told = number | null

/** A call as a reaction tells it, wherever in an execution that is. */
export interface LearnedCall {
  readonly record: CallRecord
  readonly invoked: Told
  readonly settled: Told
}

/** What a program did after a step, or at its beginning. Positions are relative, and names canonical beside those that it used. */
export interface LearnedReaction {
  readonly reaction: Omit<Reaction, 'calls' | 'outcome'>
  /** What came of the step. */
  readonly outcome: Reaction['outcome']
  /** The steps that it asks for, with canonical names: see `mention`. */
  readonly asked: readonly unknown[]
  readonly calls: readonly LearnedCall[]
}

/**
 * Where a writer uses a name that another one has mentioned first, it has either come across it, or has come to it by
 * itself, as two do who both take the next number. The same observations come with another name in the first case, and
 * with the same in the second. By canonical name, which of both was seen.
 */
export type Origins = Map<string, 'seen' | 'own'>

/** A place that a program can come to: all that it has observed up to there. What it does then follows from that. */
export interface Place {
  readonly learned: LearnedReaction
  /** By step that waits there, what it is carried out with that it does not tell. */
  readonly untold: Map<number, Untold>
  /** Where names have come from that it uses there, as far as that was seen. */
  readonly origins: Origins
  /** By what it observes next, where it comes to: see `placeAfter`. */
  readonly next: Map<string, Place>
}

/** So many reactions are kept at most; those of the exporter, two writers with two calls each, are 510. */
const mostReactions = 500_000

/** All that was learned of the programs of one target: a trie of what they observe, with what they do. */
export class Learned {
  /** Where programs come to that begin, by how they do. */
  readonly beginnings = new Map<string, Place>()
  /** Shapes of names that writers come to by themselves. */
  readonly lasting = new Set<string>()
  #reactions = 0
  /** Grows with all that is learned. */
  lessons = 0

  /**
   * Learns what a program does next. Once there is no room for more, nothing is.
   *
   * @param within where its places are, by what it observes: what follows a place, or the beginnings
   */
  add(within: Map<string, Place>, key: string, learned: LearnedReaction): Place {
    const place: Place = { learned, untold: new Map(), origins: new Map(), next: new Map() }
    if (this.#isFull) return place
    this.#reactions += 1
    this.lessons += 1
    within.set(key, place)
    return place
  }

  /** Takes in what a step that waits at a place is carried out with, as far as that was seen. */
  addUntold({ untold }: Place, step: number, seen: Untold): void {
    if (this.#isFull) return
    const before = untold.get(step)
    const after = {
      data: before?.data ?? seen.data,
      made: before?.made ?? seen.made,
      dated: before?.dated ?? seen.dated,
    }
    if (after.data === before?.data && after.made === before?.made && after.dated === before?.dated) return
    untold.set(step, after)
    this.lessons += 1
  }

  get #isFull(): boolean {
    return this.#reactions >= mostReactions
  }

  /** Nothing is known any more. */
  forget(): void {
    this.beginnings.clear()
    this.#reactions = 0
  }
}

/**
 * What a step has shown to its writer, and who was gone by then: whether a process is there can be seen without a step.
 * The time at which it was carried out belongs to it where its writer has looked at a clock.
 */
export interface Observation {
  readonly step: number
  readonly tells: string
  readonly nowMicros: number
  readonly gone: Gone
}

/** Stands for an observation, in what follows a place; for all that differ in time alone where it is untimed. */
export function observationKey({ step, tells, nowMicros, gone }: Observation, isUntimed: boolean): string {
  return `${step} ${isUntimed ? 'any' : nowMicros} ${gone.join()} ${tells}`
}

/** Where a program comes to from a place; undefined where that was never learned. */
export function placeAfter({ next }: Place, observation: Observation): Place | undefined {
  return next.get(observationKey(observation, true)) ?? next.get(observationKey(observation, false))
}

/** Ordinals of the writers that were killed, in order. */
export type Gone = readonly number[]

export function withGone(gone: Gone, writer: number): Gone {
  if (gone.includes(writer)) return gone
  return [...gone, writer].toSorted((one, other) => one - other)
}
