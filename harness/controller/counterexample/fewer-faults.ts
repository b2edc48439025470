import { faultMenu } from '../../faults/index.ts'
import { faultName } from '../../model/fault.ts'
import { faultPositions, type Schedule } from '../../model/schedule.ts'
import type { FaultMenu } from '../../model/strategy.ts'

/** Which faults of a schedule to keep, by position: none first, then each alone, then two, but never all. */
export function fewerFaults(schedule: Schedule): number[][] {
  const struck = faultPositions(schedule)
  const subsets = Array.from({ length: 2 ** struck.length }, (_, bits) =>
    struck.filter((__, at) => (bits >> at) % 2 === 1),
  )
  return subsets
    .filter(({ length }) => length < struck.length)
    .toSorted((one, other) => one.length - other.length)
}

/** The faults of a schedule, wherever the same step comes up; null where it has none. */
export function alikeFaults(schedule: Schedule): FaultMenu | null {
  const known = new Set(schedule.flatMap(({ op, fault }) => (fault ? [`${op} ${faultName(fault)}`] : [])))
  const menu = everyFault(schedule)
  return (
    menu &&
    ((step, finds, isAhead) =>
      menu(step, finds, isAhead).filter(({ fault }) => known.has(`${step.op} ${faultName(fault)}`)))
  )
}

/** All faults of the kinds that a schedule has; null where it has none. */
export function everyFault(schedule: Schedule): FaultMenu | null {
  const kinds = schedule.flatMap(({ fault }) => (fault ? [fault.kind] : []))
  return kinds.length === 0 ? null : faultMenu(kinds)
}
