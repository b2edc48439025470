/** What strikes a step instead of, or beside, its success. Faults are decisions: plain data. */
export type Fault =
  /** The step fails with this system error and does nothing. */
  | { readonly kind: 'errno'; readonly code: string }
  /** A write carries out only its first `bytes` bytes and says so. */
  | { readonly kind: 'short-write'; readonly bytes: number }
  /** The writer is killed before the step, or after the first `bytes` bytes of a write. */
  | { readonly kind: 'kill'; readonly bytes?: number }
