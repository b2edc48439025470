import type { StepOutcome } from '../../../model/step.ts'

/** What was done, and how the kernel is told. */
export interface Answer {
  readonly message: Buffer
  readonly outcome: StepOutcome
  /** The kernel takes the name for something else, and will ask again at once. */
  readonly isAskedAgain?: boolean
}
