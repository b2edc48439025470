import { combineCounts, noFaults, type FaultCounts } from '../../model/fault-counts.ts'
import type { Struck } from '../../model/fault.ts'
import type { FaultMenu } from '../../model/strategy.ts'

/** Which faults have struck, and which could have. */
export class FaultTally {
  readonly #faults: Record<string, number> = {}
  readonly #byOperation: Record<string, Record<string, number>> = {}
  readonly #offered = new Set<string>()

  /** A menu as it is, of which note is taken. */
  watching(menu: FaultMenu): FaultMenu {
    return (step, finds, isAhead) => {
      const offered = menu(step, finds, isAhead)
      for (const { fault } of offered)
        if (fault.kind === 'errno') this.#offered.add(`${step.op} ${fault.code}`)
      return offered
    }
  }

  /** Takes in all that struck in an execution. */
  add(struck: readonly Struck[]): void {
    for (const { fault, op } of struck) {
      count(this.#faults, fault.kind)
      count((this.#byOperation[op] ??= {}), fault.kind === 'errno' ? fault.code : fault.kind)
    }
  }

  /** Counts one image that a power loss has left. */
  addPowerLoss(op: string): void {
    count(this.#faults, 'power-loss')
    count((this.#byOperation[op] ??= {}), 'power-loss')
  }

  counts(): FaultCounts {
    const counted = { faults: this.#faults, faultsByOperation: this.#byOperation }
    return combineCounts(noFaults, { ...counted, neverStruck: [...this.#offered] })
  }
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
