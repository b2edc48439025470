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
  const [left, right] = [describeEvent(one[index]), describeEvent(other[index])]
  return left === right
    ? `step ${index + 1}, ${left}, left ${whatIsLeft(one[index], other[index])} in one and in the other`
    : `step ${index + 1} is ${left} in one, ${right} in the other`
}

/** What is not the same after two events for which there are the same words. */
function whatIsLeft(one: StepEvent | undefined, other: StepEvent | undefined): string {
  const sessions = Object.keys({ ...one?.held, ...other?.held }).toSorted()
  const differing = sessions.filter((name) => !isDeepStrictEqual(one?.held?.[name], other?.held?.[name]))
  return differing.length === 0 ? 'something else' : `something else of ${differing.join(' and ')}`
}

function describeEvent(event: StepEvent | undefined): string {
  if (!event) return 'missing'
  const outcome = event.error ?? (event.bytes === undefined ? '' : count(event.bytes, 'byte'))
  return `${describeDecision(event)}${outcome === '' ? '' : ` (${outcome})`}`
}
