import type { HarnessError } from './errors.ts'
import type { ProblemKind } from './problem-kinds.ts'
import type { Problem } from './result.ts'
import type { Thrown } from './thrown.ts'

interface About {
  /** Default: `failed`. */
  readonly kind?: ProblemKind
  readonly stderr?: string
  readonly place?: string | null
}

/** @param process that it is about */
export function problem(
  process: string,
  message: string,
  { kind = 'failed', stderr = '', place = null }: About = {},
): Problem {
  return { process, kind, gist: withoutNumbers(message), message, stderr, ...(place !== null && { place }) }
}

/** @param thrown what has ended the process; default: what the fault says */
export function problemFrom(fault: HarnessError, thrown: Thrown | null = fault.thrown): Problem {
  const { process, message, kind, stderr } = fault
  if (!thrown) return problem(process, message, { kind, stderr })
  return {
    ...problem(process, message, { kind: 'crashed', stderr, place: thrown.place }),
    gist: thrown.message,
  }
}

type Told = Pick<Problem, 'kind' | 'gist' | 'place'>

/** Whether it was told before, of whichever writer and call, and after how many steps. */
export function isTold({ kind, gist, place }: Told, before: readonly Told[]): boolean {
  return before.some(
    (other) => (place !== undefined && place === other.place) || (kind === other.kind && gist === other.gist),
  )
}

/** Each once. */
export function distinctProblems<T extends Told>(problems: readonly T[]): T[] {
  const told: T[] = []
  for (const each of problems) if (!isTold(each, told)) told.push(each)
  return told
}

/** Whichever writer and call it happened to, and after how many steps or seconds. */
function withoutNumbers(message: string): string {
  return message.replaceAll(/\bw\d+\b|#\d+|\bcall \d+|\b\d+ (?:steps|s\b)/g, '')
}
