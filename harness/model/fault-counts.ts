/** Faults as a run counts them. */
export interface FaultCounts {
  /** How many were injected, by kind. */
  readonly faults: Readonly<Record<string, number>>
  /** By the operation that was struck: how often by each error (`ENOSPC`), short write or kill. */
  readonly faultsByOperation: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Errors that could have struck what the target asked for, and never did: `rename EXDEV`. */
  readonly neverStruck: readonly string[]
}

export const noFaults: FaultCounts = { faults: {}, faultsByOperation: {}, neverStruck: [] }

/** What two have counted, together: what struck in one of them did strike. */
export function combineCounts(one: FaultCounts, other: FaultCounts): FaultCounts {
  const operations = namesOf(one.faultsByOperation, other.faultsByOperation)
  const byOperation = Object.fromEntries(
    operations.map((op) => [op, sum(one.faultsByOperation[op], other.faultsByOperation[op])]),
  )
  const open = new Set([...one.neverStruck, ...other.neverStruck])
  return {
    faults: sum(one.faults, other.faults),
    faultsByOperation: byOperation,
    neverStruck: [...open].filter((pair) => !hasStruck(byOperation, pair)).toSorted(),
  }
}

function hasStruck(byOperation: FaultCounts['faultsByOperation'], pair: string): boolean {
  const [op = '', code = ''] = pair.split(' ')
  return byOperation[op]?.[code] !== undefined
}

type Counts = Readonly<Record<string, number>>

function sum(one: Counts = {}, other: Counts = {}): Counts {
  return Object.fromEntries(namesOf(one, other).map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]))
}

function namesOf(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted()
}
