import type { Result } from '../model/result.ts'

/** The result as it is, for programs; how a violation came about is in its replay file. */
export function json(result: Result): string {
  return `${JSON.stringify(result, withoutCourses, 2)}\n`
}

function withoutCourses(key: string, value: unknown): unknown {
  return key === 'counterexample' || key === 'course' ? undefined : value
}
