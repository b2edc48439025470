import { count } from './count.ts'
import type { Result } from './result.ts'

/** With fewer rounds in which calls overlapped, a race has met few of the orders that there are. */
export const leastOverlappingRounds = 100
/** Struck less often, a kind of fault has met few of the steps that there are. */
const leastStrikes = 10

/**
 * What a `check` that holds has looked at so little that its verdict says little, each with what to raise; empty for
 * every other result. `--strict` makes such a check inconclusive.
 */
export function littleChecked(result: Result): string[] {
  const { command, verdict } = result
  if (command !== 'check' || verdict !== 'holds') return []
  return [...littleRaced(result), ...littleStruck(result)]
}

function littleRaced({ race }: Result): string[] {
  if (!race) return ['no race took place: raise --max-time']
  const { rounds, overlappingRounds, isAlone = false } = race
  if (isAlone || overlappingRounds >= leastOverlappingRounds) return []
  const raced = `${count(overlappingRounds, 'round')} of ${rounds} in the race overlapped`
  return [`${raced}, fewer than ${leastOverlappingRounds}: raise --max-time`]
}

/** A kind that was searched completely struck wherever it could, however few steps that are. */
function littleStruck({ faults, exhausted }: Result): string[] {
  const complete = new Set(exhausted.flatMap((space) => space.faults))
  return Object.entries(faults).flatMap(([kind, times]) =>
    times >= leastStrikes || complete.has(kind)
      ? []
      : [`${kind} struck ${count(times, 'time')}, fewer than ${leastStrikes}: raise --max-time`],
  )
}
