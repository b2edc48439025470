import type { FaultCounts } from '../../model/fault-counts.ts'
import { faultName, type Fault, type Struck } from '../../model/fault.ts'
import type { Operation } from '../../model/step.ts'
import type { FaultMenu } from '../../model/strategy.ts'
import type { NeverStruck } from '../../strategies/with-drawn-faults.ts'

/** Which faults have struck, and which could have. */
export class FaultTally implements NeverStruck {
  /** By kind; 0 where one could have struck, and did not. */
  readonly #faults: Record<string, number> = {}
  readonly #byOperation: Record<string, Record<string, number>> = {}
  /** What could have struck, and never did: by operation and name, whether it is an error. */
  readonly #open = new Map<string, boolean>()

  /** A menu as it is, of which note is taken. */
  watching(menu: FaultMenu): FaultMenu {
    return (step, finds, isAhead) => {
      const offered = menu(step, finds, isAhead)
      for (const { fault } of offered) {
        this.#faults[fault.kind] ??= 0
        if (this.isNew(step.op, fault)) this.#open.set(pairOf(step.op, fault), fault.kind === 'errno')
      }
      return offered
    }
  }

  readonly isNew = (op: Operation, fault: Fault): boolean =>
    this.#byOperation[op]?.[faultName(fault)] === undefined

  readonly isAnyNew = (): boolean => this.#open.size > 0

  /** Takes in all that struck in an execution. */
  add(struck: readonly Struck[]): void {
    for (const { fault, op } of struck) {
      count(this.#faults, fault.kind)
      count((this.#byOperation[op] ??= {}), faultName(fault))
      this.#open.delete(pairOf(op, fault))
    }
  }

  /** Counts one image that a power loss has left. */
  addPowerLoss(op: string): void {
    count(this.#faults, 'power-loss')
    count((this.#byOperation[op] ??= {}), 'power-loss')
  }

  counts(): FaultCounts {
    const neverStruck = [...this.#open].flatMap(([pair, isError]) => (isError ? [pair] : []))
    return { faults: this.#faults, faultsByOperation: this.#byOperation, neverStruck }
  }
}

function pairOf(op: Operation, fault: Fault): string {
  return `${op} ${faultName(fault)}`
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
