import type { Result } from '../model/result.ts'
import { statementsOf } from './statements/index.ts'

/** The result as it is, for programs, and in words what it claims; how a violation came about is in its replay file. */
export function json(result: Result): string {
  const statements = statementsOf(result).map(({ text }) => text)
  return `${JSON.stringify({ ...result, statements }, withoutCourses, 2)}\n`
}

function withoutCourses(key: string, value: unknown): unknown {
  return key === 'counterexample' || key === 'course' ? undefined : value
}
