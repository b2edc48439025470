import type { Result } from '../model/result.ts'

/** The result as it is, for programs; how a violation came about is in its replay file. */
export function json(result: Result): string {
  const bare = (key: string, value: unknown) => (key === 'counterexample' ? undefined : value)
  return `${JSON.stringify(result, bare, 2)}\n`
}
