import type { Access } from '../../harness/model/access.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { simulate, type SimulationOptions } from './simulation.ts'
import type { Unreduced } from './unreduced.ts'

/** A torn read is on the way to a state, and every way from one state to the next is judged. */
export const isToldByTheEnd = (oracle: OracleName) => oracle !== 'reads-whole'

/** What a search through all executions comes across: final contents, violated oracles, and which go together. */
export function search(options: SimulationOptions, strategy: Exhaustive | Unreduced): string[] {
  const found = new Set<string>()
  while (!strategy.isDone) {
    const { finals, violated } = simulate(options, strategy.begin())
    for (const oracle of violated) found.add(`violates ${oracle}`)
    found.add(`ends as ${finals}, where ${violated.filter(isToldByTheEnd).join(', ')} do not hold`)
  }
  return [...found].toSorted()
}

/** A relation of steps that lacks all that begins with one of the words. */
export function accessWithout(words: string): (access: Access) => Access {
  const kept = (names: readonly string[]) => names.filter((name) => !new RegExp(`^(${words})`).test(name))
  return ({ reads, alters, changes, all }) => ({
    reads: kept(reads),
    alters: kept(alters),
    changes: kept(changes),
    all,
  })
}
