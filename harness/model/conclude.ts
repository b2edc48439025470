import type { Conclusion, FirstViolation, Inconclusive, Problem, Result, Violation } from './result.ts'

/** What a run has found and met, of which its verdict follows. */
export interface Found {
  readonly firstViolation: FirstViolation | null
  readonly violations: readonly Violation[]
  readonly problems: readonly Problem[]
}

/** A problem leaves nothing to be called `holds`; what was found violated stays so. */
export function conclude(oracles: Result['oracles'], found: Found): Conclusion {
  const verdicts = Object.values(oracles)
  if (verdicts.includes('violated')) return { verdict: 'violated', ...found }
  if (found.problems.length > 0 || !verdicts.includes('holds')) return inconclusive(found.problems)
  return { verdict: 'holds', firstViolation: null, violations: [], problems: [] }
}

/** @param problems why, where that is known */
export function inconclusive(problems: readonly Problem[]): Inconclusive {
  return { verdict: 'inconclusive', firstViolation: null, violations: [], problems }
}
