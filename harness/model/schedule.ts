import { describeFault, type Fault } from './fault.ts'
import type { Operation, PendingStep } from './step.ts'

/** A pending step of one writer: what can be chosen next. */
export interface Choice {
  readonly writer: number
  readonly step: PendingStep
  /** What strikes the step, where a search takes that for a choice of its own. */
  readonly fault?: Fault
}

/**
 * One decision, told by what the step means and not by when or under which number it was asked for:
 * it holds across processes, machines and Node versions. Plain data.
 */
export interface Decision {
  readonly writer: number
  /** The call that asked for the step; 0 where none did. */
  readonly call: number
  readonly op: Operation
  /** Relative to the run directory, temporary names by alias: `tmp#1`. */
  readonly path?: string
  readonly to?: string
  /** Of a `signal`: who gets it, and its number. */
  readonly receiver?: number
  readonly signal?: number
  /** Counts the steps of this execution that are alike in all of the above, from 1. */
  readonly ordinal: number
  readonly fault?: Fault
}

/** A recorded execution's decisions, in order. */
export type Schedule = readonly Decision[]

/** How messages name a decision: `w1 export#2: write tmp#1`. */
export function describeDecision(decision: Decision): string {
  const { writer, call, op, path, to, ordinal, fault, receiver, signal } = decision
  const sent = receiver === undefined ? undefined : `${signal} w${receiver}`
  const where = [path, to, sent].filter((part) => part !== undefined).join(' → ')
  const again = ordinal > 1 ? ` (no. ${ordinal})` : ''
  const struck = fault ? ` struck by ${describeFault(fault)}` : ''
  return `w${writer} call ${call}: ${op}${where === '' ? '' : ` ${where}`}${again}${struck}`
}

/**
 * How often a schedule goes from one writer to another. A search that is bound in its switches counts only those away
 * from a writer that could have gone on: where one is through, another must take over.
 */
export function switchesOf(schedule: Schedule): number {
  return schedule.filter((decision, index) => index > 0 && schedule[index - 1]?.writer !== decision.writer)
    .length
}

/** Where faults strike that were decided, by position. */
export function faultPositions(schedule: Schedule): number[] {
  return schedule.flatMap(({ fault }, index) => (fault ? [index] : []))
}

/** Whether power is lost in the end: what is asked of the disk has to be recorded then. */
export function endsInPowerLoss(schedule: Schedule): boolean {
  return schedule.some(({ fault }) => fault?.kind === 'power-loss')
}
