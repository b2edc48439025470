/**
 * What a step that was carried out has to do with the steps of others: names of what it has looked at or changed.
 * Plain data; the same step in the same state always gives the same.
 */
export interface Access {
  /** What it has looked at: changes and alterations of it matter. */
  readonly reads: readonly string[]
  /** What it has altered in a way that others' alterations of it are indifferent to, as one more name in a directory. */
  readonly alters: readonly string[]
  readonly changes: readonly string[]
  /** Where it may have to do with anything at all. */
  readonly all: boolean
}

export const accessToNothing: Access = { reads: [], alters: [], changes: [], all: false }
export const accessToEverything: Access = { ...accessToNothing, all: true }

/** Several accesses of one step together. */
export function joined(one: Access, other: Access): Access {
  return {
    reads: [...one.reads, ...other.reads],
    alters: [...one.alters, ...other.alters],
    changes: [...one.changes, ...other.changes],
    all: one.all || other.all,
  }
}

/** Of a step that has only looked at all that. */
export function lookingAt({ reads, alters, changes, all }: Access): Access {
  return { reads: [...reads, ...alters, ...changes], alters: [], changes: [], all }
}

/**
 * Whether the order of two steps of different writers may matter. Steps of which it is false lead to the same state
 * in either order, and to the same verdicts.
 */
export function areDependent(one: Access, other: Access): boolean {
  return one.all || other.all || disturbs(one, other) || disturbs(other, one)
}

function disturbs({ changes, alters }: Access, other: Access): boolean {
  return (
    changes.some(
      (name) => other.changes.includes(name) || other.alters.includes(name) || other.reads.includes(name),
    ) || alters.some((name) => other.reads.includes(name))
  )
}

const order = (session: string): string => `order of calls ${session}`
const sight = (session: string): string => `sight of ${session}`

/** What a step has brought about that tells later which of two calls came first. */
export interface Events {
  /** Sessions of calls that began. */
  readonly begun: readonly string[]
  /** Sessions of calls that settled. */
  readonly over: readonly string[]
  /** Sessions whose file was seen to hold one call's whole output, or to be missing. */
  readonly seen: readonly string[]
}

/**
 * What follows for the order of steps where oracles ask which operation had ended before another began: an end and a
 * beginning shall not change places. Two beginnings may, and two ends.
 */
export function accessOfEvents({ begun, over, seen }: Events): Access {
  return {
    reads: [...over.map(order), ...[...begun, ...over].map(sight)],
    alters: begun.map(order),
    changes: seen.map(sight),
    all: false,
  }
}
