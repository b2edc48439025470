import type { Operation } from './step.ts'

/** The models by which a power loss is computed: `faults/power-loss` states them. */
export const persistenceNames = ['posix', 'ext4'] as const
export type PersistenceName = (typeof persistenceNames)[number]

/** The errors that may be injected; `faults/errno.ts` says where, and why there. */
export const injectedErrors = [
  'EACCES',
  'EBUSY',
  'EDQUOT',
  'EINTR',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'EPERM',
  'EROFS',
  'EXDEV',
] as const
export type InjectedError = (typeof injectedErrors)[number]

/** What strikes a step instead of, or beside, its success. Faults are decisions: plain data. */
export type Fault =
  /** The step fails with this system error and does nothing; `lasts`: as does every later step of the kind. */
  | { readonly kind: 'errno'; readonly code: string; readonly lasts?: true }
  /** A write carries out only its first `bytes` bytes and says so; `followedBy`: how the next one to that file fails. */
  | { readonly kind: 'short-write'; readonly bytes: number; readonly followedBy?: string }
  /** The writer is killed before the step, or after the first `bytes` bytes of a write. */
  | { readonly kind: 'kill'; readonly bytes?: number }
  /**
   * The step is carried out, and then power is lost: no process goes on. `missing`: the effects of the operations so
   * far, counted from 0 as the model lays them out, that did not reach the disk.
   */
  | { readonly kind: 'power-loss'; readonly model: PersistenceName; readonly missing: readonly number[] }
  /** A timer fires far ahead of a writer that is ready to go on: that one stands still until its next step. */
  | { readonly kind: 'stall' }

/** A fault with the step that it struck. */
export interface Struck {
  readonly fault: Fault
  readonly writer: number
  readonly call: number
  readonly op: Operation
  /** Relative to the run directory. */
  readonly path?: string | undefined
  /** A look that a removal may have begun with. */
  readonly beginsRemoval?: true
}

/** The same for a fault that happens once and for one that lasts: the former is the plainer one. */
export function faultName(fault: Fault): string {
  return fault.kind === 'errno' ? fault.code : fault.kind
}

/** How output names a fault: `ENOSPC from now on`. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'errno':
      return fault.lasts ? `${fault.code} from now on` : fault.code
    case 'short-write':
      return `short write${fault.followedBy === undefined ? '' : `, then ${fault.followedBy}`}`
    case 'kill':
      return fault.bytes === undefined ? 'killed' : `killed after ${fault.bytes} B`
    case 'power-loss':
      return `power lost (${fault.model})`
    case 'stall':
      return 'stall'
  }
}
