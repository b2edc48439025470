import { accessToNothing, type Access } from './access.ts'
import type { Fault } from './fault.ts'
import type { Step } from './step.ts'

/** Of one process; every other error is one of the machine or the disk, and meets all writers. */
export const ownLimit = 'EMFILE'

/** What a step has to do with errors: one that lasts strikes every later step of the same operation, of all writers. */
export function accessOfErrors({ op }: Pick<Step, 'op'>, fault: Fault | undefined): Access {
  const errors = [`errors of ${op}`]
  const strikesOthers = fault?.kind === 'errno' && fault.lasts === true && fault.code !== ownLimit
  return strikesOthers ? { ...accessToNothing, changes: errors } : { ...accessToNothing, reads: errors }
}
