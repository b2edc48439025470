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

/** A step in words that a log has; put together only where somebody asks. */
export function eventOf(position: number, taken: Taken): StepEvent {
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
