import type { Counterexample } from '../../harness/model/counterexample.ts'
import { type OracleName, type OracleVerdict, combineVerdicts } from '../../harness/model/verdict.ts'
import { defaultOracles } from '../../harness/oracles/index.ts'
import type { Saved, Struck } from './results.ts'

/** Those that speak of the fault itself come first. */
const telling: readonly OracleName[] = ['no-silent-loss', 'acknowledged-survives', ...defaultOracles]

/** What came of one condition so far. */
export class Tally {
  readonly condition: string
  #executions = 0
  readonly #outcomes = new Map<string, Set<string>>()
  readonly #oracles = new Map<OracleName, OracleVerdict>()
  /** By oracle, the first that was seen. */
  readonly #seen = new Map<OracleName, Counterexample>()

  constructor(condition: string) {
    this.condition = condition
  }

  add(outcome: string, at: string): void {
    this.#executions += 1
    const places = this.#outcomes.get(outcome) ?? new Set()
    this.#outcomes.set(outcome, places.add(at))
  }

  judge(oracle: OracleName, verdict: OracleVerdict): void {
    this.#oracles.set(oracle, combineVerdicts(this.#oracles.get(oracle), verdict))
  }

  isNew(oracle: OracleName): boolean {
    return !this.#seen.has(oracle)
  }

  keep(seen: Counterexample): void {
    this.#seen.set(seen.oracle, seen)
  }

  seen(oracle: OracleName): Counterexample | undefined {
    return this.#seen.get(oracle)
  }

  mostTelling(): Counterexample | undefined {
    return telling.map((oracle) => this.seen(oracle)).find((seen) => seen !== undefined)
  }

  struck(saved: Saved | string | null): Struck {
    return {
      condition: this.condition,
      executions: this.#executions,
      outcomes: [...this.#outcomes].map(([outcome, at]) => ({ outcome, at: [...at] })),
      problems: typeof saved === 'string' ? [saved] : [],
      oracles: Object.fromEntries(
        defaultOracles.map((name) => [name, this.#oracles.get(name) ?? 'not-checked']),
      ),
      counterexample: typeof saved === 'string' ? null : saved,
    }
  }
}
