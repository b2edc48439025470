import type { FaultKind } from '../model/fault-kind.ts'
import type { Fault } from '../model/fault.ts'
import { codesOf, type FaultName } from '../model/settings.ts'
import type { FaultMenu } from '../model/strategy.ts'
import { errno } from './errno.ts'
import { kill } from './kill.ts'
import { shortWrite } from './short-write.ts'
import { stall } from './stall.ts'

/**
 * Every fault that strikes a pending step. A power loss is none: it strikes an execution that has come to its end, after
 * one of its steps or after each (`power-loss`).
 */
export const faultKinds: readonly FaultKind[] = [kill, errno, shortWrite, stall]

/** What the named kinds have to offer. */
export function faultMenu(names: readonly FaultName[]): FaultMenu {
  const codes = codesOf(names)
  const kinds = faultKinds.filter(({ name }) => names.includes(name) || (name === 'errno' && codes !== null))
  return (step, finds, isAhead = false) =>
    kinds.flatMap((kind) => {
      const faults = kind.strikes(step, finds, isAhead).filter((fault) => isChosen(fault, codes))
      return faults.map((fault): { fault: Fault; weight: number } => ({
        fault,
        weight: kind.weight / faults.length,
      }))
    })
}

/** @param codes the errors that were asked for by name; null for all */
function isChosen(fault: Fault, codes: readonly string[] | null): boolean {
  return fault.kind !== 'errno' || codes === null || codes.includes(fault.code)
}
