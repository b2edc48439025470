import type { Problem } from './result.ts'

type Told = Pick<Problem, 'message' | 'place'>

/** Whether it was told before, of whichever writer and call, and after how many steps. */
export function isTold(problem: Told, before: readonly Told[]): boolean {
  return before.some(
    (other) =>
      (problem.place !== undefined && problem.place === other.place) || nameOf(problem) === nameOf(other),
  )
}

/** Each once. */
export function distinctProblems<T extends Told>(problems: readonly T[]): T[] {
  const told: T[] = []
  for (const problem of problems) if (!isTold(problem, told)) told.push(problem)
  return told
}

/** Of a crash, what was thrown is enough: not everywhere is it known from where. The fault before it may be any. */
function nameOf({ message }: Told): string {
  const plain = message.replace(/; this came after .*$/s, '')
  const said = / crashed, since /.test(plain) ? plain.replace(/;.*$/s, '') : plain
  return said.replaceAll(/\bw\d+\b|#\d+|\bcall \d+|\b\d+ (?:steps|s\b)/g, '')
}
