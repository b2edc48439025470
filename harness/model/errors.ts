import type { ProblemKind } from './problem-kinds.ts'
import type { Thrown } from './thrown.ts'

/** The user's mistake: one message that names it and says what was expected; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The target's steps cannot be controlled, since another program takes them: it can be raced, and not explored. */
export class Uncontrollable extends UsageError {}

/** A recorded schedule does not fit what the target does now: the first step that differs is named. */
export class ReplayDivergence extends Error {
  override readonly name = 'ReplayDivergence'
}

export interface FaultOptions {
  readonly process: string
  /** Default: `failed`. */
  readonly kind?: ProblemKind
  readonly stderr?: string
  /** What has ended that process, where nothing caught it. */
  readonly thrown?: Thrown | null
}

/**
 * Something went wrong that is neither the oracle's holding nor its violation: a writer that crashed, hangs,
 * or does not speak the protocol. Makes the verdict `inconclusive`; exit code 3.
 */
export class HarnessError extends Error {
  override readonly name = 'HarnessError'
  /** The process it happened to, for example `w2` or `reader 1`. */
  readonly process: string
  /** The end of what that process printed on stderr. */
  readonly stderr: string
  readonly kind: ProblemKind
  /** What has ended that process, since nothing caught it; null where that is not so. */
  readonly thrown: Thrown | null

  constructor(message: string, { process, kind = 'failed', stderr = '', thrown = null }: FaultOptions) {
    super(message)
    this.process = process
    this.kind = kind
    this.stderr = stderr
    this.thrown = thrown
  }
}

/** The machine had too little time for a process, which would have come further elsewhere: nothing is known of the target. */
export class Starved extends HarnessError {
  constructor(message: string, options: FaultOptions) {
    super(message, { ...options, kind: 'starved' })
  }
}

/**
 * Carried out again, an execution came out differently in the same processes: the target may keep something between
 * executions. Fresh processes decide whether that is all.
 */
export class NotRepeated extends HarnessError {
  /** What differed. */
  readonly difference: string

  constructor(difference: string, message: string) {
    super(message, { process: 'w1', kind: 'not-repeated' })
    this.difference = difference
  }
}

/** Control flow: what comes next was never seen, and has to be carried out. */
export class Unlearned extends Error {
  override readonly name = 'Unlearned'
}

/** The run was told to stop before there was anything to report; exit code 130. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
}

/** One line about anything that may be thrown: `undefined`, an object without a prototype, a hostile getter. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? (error.message as unknown) : error)
  } catch {
    return `a value of type ${typeof error} that cannot be shown`
  }
}
