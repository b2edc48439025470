import type { Problem, Violation } from '../model/result.ts'
import type { Finding, OracleName, OracleVerdict, Verdict } from '../model/verdict.ts'
import { combineVerdicts, type Judgement } from '../oracles/index.ts'

export interface NamedFinding {
  readonly oracle: OracleName
  readonly finding: Finding
}

/** What a run has found so far; turns into its verdict. */
export class Tally {
  readonly oracles: Partial<Record<OracleName, OracleVerdict>> = {}
  readonly violations: Violation[] = []
  readonly problems: Problem[] = []
  firstViolation: { readonly execution: number; readonly elapsedMs: number } | null = null

  constructor(names: readonly OracleName[]) {
    for (const name of names) this.oracles[name] = 'not-checked'
  }

  /** Counts one execution's judgements. */
  add(judgements: readonly Judgement[]): void {
    for (const { oracle, verdict } of judgements) {
      this.oracles[oracle] = combineVerdicts(this.oracles[oracle], verdict)
    }
  }

  /** Signatures of the violations so far. */
  get signatures(): ReadonlySet<string> {
    return new Set(this.violations.map((violation) => violation.signature))
  }

  /** A problem leaves nothing to be called `holds`; what was found violated stays so. */
  verdict(): Verdict {
    const verdicts = Object.values(this.oracles)
    if (verdicts.includes('violated')) return 'violated'
    return this.problems.length > 0 || !verdicts.includes('holds') ? 'inconclusive' : 'holds'
  }
}

/** The most telling finding of an execution whose signature is not known yet. */
export function newFinding(
  judgements: readonly Judgement[],
  known: ReadonlySet<string>,
): NamedFinding | null {
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
