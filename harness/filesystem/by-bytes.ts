const isBeyondSurrogates = /[\ud800-\uffff]/

/** Sorts names by their bytes. UTF-16 sorts as UTF-8 does, but for what lies beyond the surrogates. */
export function byBytes(left: string, right: string): number {
  if (isBeyondSurrogates.test(left) || isBeyondSurrogates.test(right))
    return Buffer.compare(Buffer.from(left), Buffer.from(right))
  return left < right ? -1 : Number(left > right)
}
