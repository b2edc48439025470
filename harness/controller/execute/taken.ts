import type { Content } from '../../model/content.ts'
import type { Fault } from '../../model/fault.ts'
import type { Decision } from '../../model/schedule.ts'
import type { StepOutcome } from '../../model/step.ts'
import type { StepEvent } from '../../model/step-log.ts'

/** A step that was taken. */
export interface Taken {
  readonly decision: Decision
  readonly sync: boolean
  readonly outcome: StepOutcome
  held: Record<string, Content> | undefined
  readonly fault: Fault | undefined
  readonly source: string | undefined
  readonly aftermath: Fault | undefined
  lost: readonly string[] | undefined
}

/** The steps so far, the latest first: what two executions have in common is kept once. */
export interface Logged {
  readonly taken: Taken
  readonly before: Logged | null
}

/** The steps in order, in words that a log has; put together only where somebody asks. */
export function logOf(latest: Logged | null): StepEvent[] {
  const steps: Taken[] = []
  for (let logged = latest; logged; logged = logged.before) steps.push(logged.taken)
  return steps.toReversed().map((taken, index) => eventOf(index + 1, taken))
}

function eventOf(position: number, taken: Taken): StepEvent {
  const { decision, sync, outcome, held, fault, aftermath, source, lost } = taken
  return {
    ...decision,
    position,
    ...(outcome.bytes !== undefined && { bytes: outcome.bytes }),
    ...(outcome.error !== undefined && { error: outcome.error }),
    ...(sync && { sync: true }),
    ...(source !== undefined && { source }),
    ...(held && { held }),
    ...(fault && { fault }),
    ...(aftermath && { aftermath }),
    ...(lost && { lost }),
  }
}
