import type { Figures } from './kept.ts'
import type { Found } from './measure.ts'

/** How many times sooner a defect is to be found than a plain loop finds it. */
export const wanted = 20

/** The mean of the two in the middle where there is no middle. Infinity where there is nothing. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const [below, above] = [Math.ceil, Math.floor].map((round) => sorted[round(sorted.length / 2 - 0.5)])
  return above === undefined || below === undefined ? Infinity : (above + below) / 2
}

/** Undefined where there is nothing. */
export function meanOf(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, each) => sum + each, 0) / numbers.length
}

/** Of all runs, those that found nothing counting as if it took them for ever. */
export function medianToFind(all: readonly Found[]): number {
  return medianOf(all.map(({ executions }) => executions ?? Infinity))
}

/** All rounds of all plain loops, and how many of them failed. */
export function allRounds(loops: readonly Found[]): { readonly rounds: number; readonly failures: number } {
  const sum = { rounds: 0, failures: 0 }
  for (const { rounds = 0, reproduced } of loops) {
    sum.rounds += rounds
    sum.failures += Math.round(rounds * (reproduced ?? 0))
  }
  return sum
}

/**
 * Rounds that a plain loop takes to fail. Where most loops did not come so far, all their rounds together say it: so many
 * for each failure. Without any failure it is at least this.
 */
function roundsToFind(loops: readonly Found[]): number {
  const median = medianToFind(loops)
  if (Number.isFinite(median)) return median
  const { rounds, failures } = allRounds(loops)
  return rounds / Math.max(1, failures)
}

/** Executions that it takes the better of explore and check. */
export function oursOf({ found }: Pick<Figures, 'found'>): number {
  return Math.min(medianToFind(found.portfolio), medianToFind(found.check))
}

/** Rounds of the plain loop for each execution of ours; 0 where we find nothing. */
export function ratioOf({ found }: Pick<Figures, 'found'>): number {
  const ours = oursOf({ found })
  return Number.isFinite(ours) ? roundsToFind(found['plain loop']) / ours : 0
}

/** The share of the runs that found something. */
export function shareFound(all: readonly Found[]): number {
  return all.filter(({ executions }) => executions !== null).length / all.length
}

/** The mean of what each run tells of how often it came again. */
export function reproducedOf(all: readonly Found[]): number | undefined {
  return meanOf(all.flatMap(({ reproduced }) => reproduced ?? []))
}
