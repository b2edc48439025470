import type { Waits } from './progress.ts'

/** Without any call settling for so many steps, an execution is taken to be a livelock … */
const livelockSteps = 10_000
/** … but before that the strategy may just have starved the one writer that could end it: every writer in turn. */
const fairAfterSteps = 2_000
/** A writer that waits for a lock changes nothing. So many such steps in a row, and others take their turn … */
const fairAfterIdleSteps = 200
const fairAfterIdleStepsOfSearch = 1_000
/** … and after so many turns it does not wait for any of them: one polls without a pause, and time passes. */
const fairSteps = 200
/** If that changes nothing either, it waits for ever, unless it is a lock that grows stale: that takes time … */
const idleStepsOfOneCall = 500
const idleMicros = 15_000_000
/** … of which a loop may let pass very little in each round. */
const mostIdleSteps = 2_000

/** For how long an execution has come no further. */
export interface Standstill {
  /** Since a call settled. */
  readonly steps: number
  /** Since a step changed anything in the directory, or a call settled. */
  readonly idleSteps: number
  /** The same in virtual time. */
  readonly idleMicros: number
  /** How many calls have not settled. */
  readonly waiting: number
  /** What each that is there has done since it last changed anything itself, at least. */
  readonly shortest: () => Waits
}

/** Why nothing more is expected of an execution, in words; null where there may be something. */
export function livelockOf(since: Standstill): string | null {
  const idleSteps = idleStepsOfOneCall * Math.max(1, since.waiting)
  const isIdle =
    since.idleSteps >= Math.max(mostIdleSteps, idleSteps) ||
    (since.idleSteps >= idleSteps && since.idleMicros >= idleMicros)
  if (isIdle) return idleWords(since)
  return since.steps > livelockSteps ? `no call has settled for ${livelockSteps} steps` : null
}

/**
 * Whether those that are left after a crash wait for ever for what a dead writer holds. Where two executions come to one
 * state, this has to be so in both: it goes by what each of those has done by itself.
 */
export function waitsInVain({ steps, shortest }: Standstill): boolean {
  if (steps > livelockSteps) return true
  const each = shortest()
  return each.steps >= mostIdleSteps || (each.steps >= idleStepsOfOneCall && each.micros >= idleMicros)
}

export function idleWords({ idleSteps }: Standstill): string {
  return `nothing has changed for ${idleSteps} steps`
}

/** @param isSearch whether the scheduler makes all choices itself, or else its search is not complete */
export function isStarving(since: Standstill, isSearch: boolean): boolean {
  return isOver(since, isSearch, 0)
}

/** Whether a timer may fire that is held back: those for which it waits have had their turn, again and again. */
export function isTimePassing(since: Standstill, isSearch: boolean): boolean {
  return isOver(since, isSearch, fairSteps)
}

function isOver({ steps, idleSteps }: Standstill, isSearch: boolean, more: number): boolean {
  const most = isSearch ? fairAfterIdleStepsOfSearch : fairAfterIdleSteps
  return steps > fairAfterSteps + more || idleSteps >= most + more
}
