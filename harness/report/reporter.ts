import type { Result } from '../model/result.ts'

/** What a report may depend on beside the result. */
export interface ReportContext {
  /** True only where a person will see it. */
  readonly colour: boolean
  /** When the run ended. */
  readonly endedAt: Date
  /** From the repository's root to the working directory, `''` where they are the same. */
  readonly workspacePath: string
  /** How many characters a line of a table may have; default: what most windows have. */
  readonly lineWidth?: number
}

/** Turns a result into text. */
export type Reporter = (result: Result, context: ReportContext) => string
