import type { Result } from '../model/result.ts'

/** The result as it is, for programs; how a violation came about is in its replay file. */
export function json(result: Result): string {
  return `${JSON.stringify(result, withoutCounterexample, 2)}\n`
}

function withoutCounterexample(key: string, value: unknown): unknown {
  return key === 'counterexample' ? undefined : value
}
