/** The errors that operations give of themselves on Linux, with what is in the store. */
export type Errno =
  | 'EACCES'
  | 'EBADF'
  | 'EBUSY'
  | 'EEXIST'
  | 'EINVAL'
  | 'EISDIR'
  | 'ELOOP'
  | 'ENAMETOOLONG'
  | 'ENOENT'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'EPERM'
  | 'ESTALE'

/** What came of an operation. */
export type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly errno: Errno }
  /**
   * The store does not know what Linux would do. Nothing was changed, nothing can be predicted, and whoever rests on the
   * store has to take it for anything at all.
   */
  | { readonly kind: 'unknown'; readonly reason: string }

/** Why an operation does not succeed; given through instead of a result, and never thrown. */
export class Refusal {
  readonly outcome: Exclude<Outcome<never>, { kind: 'done' }>

  constructor(outcome: Refusal['outcome']) {
    this.outcome = outcome
  }
}

const refusals = new Map<Errno, Refusal>()

export function refused(errno: Errno): Refusal {
  let refusal = refusals.get(errno)
  if (!refusal) {
    refusal = new Refusal({ kind: 'failed', errno })
    refusals.set(errno, refusal)
  }
  return refusal
}

export function unknown(reason: string): Refusal {
  return new Refusal({ kind: 'unknown', reason })
}
