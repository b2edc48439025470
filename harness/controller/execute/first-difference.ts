import { isDeepStrictEqual } from 'node:util'
import { count } from '../../model/count.ts'
import { describeDecision } from '../../model/schedule.ts'
import type { StepEvent } from '../../model/step-log.ts'

/** Names the first step that differs; null where none does. */
export function firstDifference(one: readonly StepEvent[], other: readonly StepEvent[]): string | null {
  const index = one.findIndex((event, at) => !isDeepStrictEqual(event, other[at]))
  if (index === -1)
    return one.length === other.length
      ? null
      : `one has ${count(one.length, 'step')}, the other ${other.length}`
  return `step ${index + 1} is ${describeEvent(one[index])} in one, ${describeEvent(other[index])} in the other`
}

function describeEvent(event: StepEvent | undefined): string {
  if (!event) return 'missing'
  const outcome = event.error ?? (event.bytes === undefined ? '' : count(event.bytes, 'byte'))
  return `${describeDecision(event)}${outcome === '' ? '' : ` (${outcome})`}`
}
