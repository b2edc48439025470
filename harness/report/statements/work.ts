import { count } from '../../model/count.ts'
import { formatDuration } from '../../model/duration.ts'
import type { RaceFigures, Result } from '../../model/result.ts'

/** How many executions ran free: rounds, those of shrinking included. */
export function racedExecutions({ race }: Pick<Result, 'race'>): number {
  return race ? (race.executions ?? race.rounds) : 0
}

/** How much was carried out, and how: what the headline says behind the verdict. */
export function workLine(result: Result): string {
  const { race, executions, elapsedMs, interrupted } = result
  const time = `in ${formatDuration(elapsedMs)}`
  const raced = racedExecutions(result)
  const controlled = executions - raced
  const end = interrupted ? ', then interrupted' : ''
  if (!race) return `${count(executions, 'execution')} ${time}${end}`
  const { rounds } = race
  const shrinking = raced > rounds ? `, ${raced - rounds} more to shrink what the race found` : ''
  if (controlled === 0)
    return `${count(rounds, 'round')} ${time}, ${overlap(race)}, ${skew(race)}${shrinking}${end}`
  return `${count(executions, 'execution')} ${time}: ${controlled} controlled, ${rounds} raced (${overlap(race)})${shrinking}${end}`
}

function overlap({ rounds, overlappingRounds }: RaceFigures): string {
  return `${rounds === 0 ? 0 : Math.floor((100 * overlappingRounds) / rounds)} % of them overlapping`
}

function skew({ startSkewMicros: { p50, p99 } }: RaceFigures): string {
  return `start skew ${p50} µs (p99 ${p99} µs)`
}
