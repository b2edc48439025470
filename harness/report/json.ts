import type { Result } from '../model/result.ts'

/** The result as it is, for programs. */
export function json(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
