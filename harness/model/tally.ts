import { conclude } from './conclude.ts'
import type { Conclusion, FirstViolation, Problem, Result, Violation } from './result.ts'
import {
  type Finding,
  type Judgement,
  type OracleName,
  type OracleVerdict,
  combineVerdicts,
} from './verdict.ts'

export interface NamedFinding {
  readonly oracle: OracleName
  readonly finding: Finding
}

/** What a run has found so far; turns into its verdict. */
export class Tally {
  readonly oracles: Partial<Record<OracleName, OracleVerdict>> = {}
  readonly violations: Violation[] = []
  readonly problems: Problem[] = []
  /** By signature, how often it was seen. */
  readonly seen: Record<string, number> = {}
  firstViolation: FirstViolation | null = null

  constructor(names: readonly OracleName[]) {
    for (const name of names) this.oracles[name] = 'not-checked'
  }

  /** Counts one execution's judgements. */
  add(judgements: readonly Judgement[]): void {
    for (const { oracle, verdict } of judgements) {
      this.oracles[oracle] = combineVerdicts(this.oracles[oracle], verdict)
    }
  }

  /** Counts what one execution shows, whether it is known or not. */
  count(judgements: readonly Judgement[]): void {
    const signatures = judgements.flatMap(({ oracle, findings }) =>
      findings.map((finding) => signatureOf(oracle, finding)),
    )
    for (const signature of new Set(signatures)) this.seen[signature] = (this.seen[signature] ?? 0) + 1
  }

  /** Signatures of the violations so far. */
  get signatures(): ReadonlySet<string> {
    return new Set(this.violations.map((violation) => violation.signature))
  }

  conclusion(): Conclusion {
    const { oracles, firstViolation, violations, problems } = this
    return conclude(oracles, { firstViolation, violations, problems })
  }
}

/** As a result tells it: nothing where nothing was seen. */
export function seenOf(seen: Readonly<Record<string, number>>): Pick<Result, 'seen'> {
  return Object.keys(seen).length === 0 ? {} : { seen }
}

/** How often each was seen in all. */
export function summedUp(
  all: readonly (Readonly<Record<string, number>> | undefined)[],
): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const seen of all)
    for (const [signature, times] of Object.entries(seen ?? {}))
      sums[signature] = (sums[signature] ?? 0) + times
  return sums
}

/** Signatures of violations that are not to be pursued. */
export interface Known {
  has(signature: string): boolean
  add(signature: string): void
}

/** Every signature, but for the one that is sought; and that one, too, once it was found. */
export class AllBut implements Known {
  #sought: string | null

  constructor(sought: string) {
    this.#sought = sought
  }

  has(signature: string): boolean {
    return signature !== this.#sought
  }

  add(signature: string): void {
    if (signature === this.#sought) this.#sought = null
  }
}

/** Whether no oracle says anything against an execution. */
export function isInnocent(judgements: readonly Judgement[]): boolean {
  return judgements.every(({ verdict }) => verdict !== 'violated')
}

/** The most telling finding of an execution whose signature is not known yet. */
export function newFinding(judgements: readonly Judgement[], known: Pick<Known, 'has'>): NamedFinding | null {
  for (const { oracle, findings } of judgements) {
    const finding = findings.find((each) => !known.has(signatureOf(oracle, each)))
    if (finding) return { oracle, finding }
  }
  return null
}

/** Equal for findings of the same kind by the same oracle, whatever the names and numbers. */
export function signatureOf(oracle: OracleName, finding: Finding): string {
  return `${oracle}/${finding.kind}`
}
