import type { Position } from './record.ts'

/** So many things are told within one reaction at most. */
const mostTold = 1e6

/**
 * The position of something that a program tells within its reaction to a step.
 *
 * @param step position of that step
 * @param told how many things it has told in this reaction, this one included
 */
export function positionAfter(step: number, told: number): Position {
  return step + told / mostTold
}

/** How many things were told by then in the reaction to a step; null where it was told in another one. */
export function toldIn(position: Position, step: number): number | null {
  return Math.floor(position) === step ? Math.round((position - step) * mostTold) : null
}
