import type { FaultCounts } from '../../model/result.ts'
import type { Struck } from '../../model/fault.ts'
import type { FaultMenu } from '../../model/strategy.ts'

/** Which faults have struck, and which could have. */
export class FaultTally {
  readonly #faults: Record<string, number> = {}
  readonly #byOperation: Record<string, number> = {}
  /** Operations with an error that might have struck them, whether any did. */
  readonly #pairs = new Map<string, boolean>()

  /** A menu as it is, of which note is taken. */
  watching(menu: FaultMenu): FaultMenu {
    return (step) => {
      const offered = menu(step)
      for (const { fault } of offered) {
        if (fault.kind !== 'errno') continue
        const pair = `${step.op} ${fault.code}`
        if (!this.#pairs.has(pair)) this.#pairs.set(pair, false)
      }
      return offered
    }
  }

  /** Takes in all that struck in an execution. */
  add(faults: readonly Struck[]): void {
    for (const { fault, op } of faults) {
      this.#faults[fault.kind] = (this.#faults[fault.kind] ?? 0) + 1
      this.#byOperation[op] = (this.#byOperation[op] ?? 0) + 1
      if (fault.kind === 'errno') this.#pairs.set(`${op} ${fault.code}`, true)
    }
  }

  counts(): FaultCounts {
    const pairs = [...this.#pairs]
    return {
      faults: this.#faults,
      faultsByOperation: this.#byOperation,
      struck: pairs.flatMap(([pair, hasStruck]) => (hasStruck ? [pair] : [])),
      neverStruck: pairs.flatMap(([pair, hasStruck]) => (hasStruck ? [] : [pair])),
    }
  }
}

export const noFaults: FaultCounts = { faults: {}, faultsByOperation: {}, struck: [], neverStruck: [] }

/** What two controllers have counted, together. */
export function combineCounts(one: FaultCounts, other: FaultCounts): FaultCounts {
  const struck = new Set([...one.struck, ...other.struck])
  const offered = new Set([...one.neverStruck, ...other.neverStruck])
  return {
    faults: sum(one.faults, other.faults),
    faultsByOperation: sum(one.faultsByOperation, other.faultsByOperation),
    struck: [...struck].toSorted(),
    neverStruck: [...offered].filter((pair) => !struck.has(pair)).toSorted(),
  }
}

function sum(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries(
    [...names].toSorted().map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]),
  )
}
