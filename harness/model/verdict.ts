/** A timeout, a divergence or a harness fault is `inconclusive`: never `holds`, never `violated`. */
export type Verdict = 'holds' | 'violated' | 'inconclusive'

export const oracleNames = [
  'parses',
  'one-writer',
  'reads-whole',
  'program-order',
  'not-stale',
  'linearizable',
  'no-litter',
  'no-silent-loss',
  'acknowledged-survives',
  'starts-again',
  'issue-order',
  'calls-succeed',
] as const

export type OracleName = (typeof oracleNames)[number]

/** What one oracle says of one execution, or of a whole run. */
export type OracleVerdict = 'holds' | 'violated' | 'not-checked'

/** Why an oracle does not hold. */
export interface Finding {
  readonly session?: string
  /** Facts first: what was expected, what was found. */
  readonly message: string
  /** What kind of wrong this is, without names and numbers: groups the same defect across executions. */
  readonly kind: string
}

/** What one oracle says of one execution, and why. */
export interface Judgement {
  readonly oracle: OracleName
  readonly verdict: OracleVerdict
  readonly findings: readonly Finding[]
}

/** What several executions say together: violated once is violated; held once and never violated holds. */
export function combineVerdicts(earlier: OracleVerdict | undefined, later: OracleVerdict): OracleVerdict {
  if (earlier === 'violated' || later === 'violated') return 'violated'
  return earlier === 'holds' || later === 'holds' ? 'holds' : 'not-checked'
}
