import { foretoldBeside } from '../model/predicted.ts'
import type { Exhausted, ExhaustedPart, Result } from '../model/result.ts'
import { kindOf } from '../model/settings.ts'
import { distinct } from './combined.ts'

/** Parts of spaces, added up by space: `workloads`, `executions` and `states` of parts that differ in nothing else. */
export class Spaces {
  readonly #sums = new Map<string, ExhaustedPart>()

  add(part: ExhaustedPart): void {
    const key = JSON.stringify([spaceKey(part), part.of])
    const before = this.#sums.get(key)
    this.#sums.set(key, {
      ...part,
      workloads: part.workloads + (before?.workloads ?? 0),
      executions: part.executions + (before?.executions ?? 0),
      ...foretoldBeside(part.predicted, before?.predicted),
      states: part.states + (before?.states ?? 0),
    })
  }

  /** What was searched of each space, all of it or not: another machine may have the rest. */
  parts(): ExhaustedPart[] {
    return [...this.#sums.values()]
  }

  /** Spaces of which the parts add up to the whole. */
  exhausted(): Exhausted[] {
    return this.parts().flatMap(({ workloads, of, ...space }) => (workloads === of ? [space] : []))
  }
}

/**
 * Spaces as they may be claimed: with the kinds of faults that could strike somewhere. Where nothing could, it is the
 * space without them that was searched.
 *
 * @param faults of the run that searched them, by kind
 */
export function withWhatCouldStrike<T extends Exhausted>(
  spaces: readonly T[],
  faults: Result['faults'],
): T[] {
  const couldStrike = (name: string) => kindOf(name) in faults
  const isWhole = (space: T) => space.faults.every(couldStrike)
  const asClaimed = (space: T): T => {
    const claimed: T & { faultsAtOnce?: number } = { ...space, faults: space.faults.filter(couldStrike) }
    if (claimed.faults.length === 0) delete claimed.faultsAtOnce
    return claimed
  }
  const others = spaces.filter((space) => !isWhole(space)).map(asClaimed)
  // Of two searches of one space, the one that was asked for counts: it left out what makes no difference.
  return distinct([...spaces.filter(isWhole), ...others], spaceKey)
}

/** The same for all parts of one space, and for no other: its size, and the faults that struck. */
export function spaceKey(space: Exhausted): string {
  const { writers, calls, sessions, unawaited, loads, faults, faultsAtOnce } = space
  return JSON.stringify([
    writers,
    calls,
    sessions,
    unawaited === true,
    loads === true,
    faults,
    faultsAtOnce ?? 1,
  ])
}
