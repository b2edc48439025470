/** What ended a process, since nothing caught it. */
export interface Thrown {
  /** One line. */
  readonly message: string
  /** A promise was rejected, and nobody awaited it. */
  readonly isRejection: boolean
  /** `file:line:column` of the target's own code; null where the error does not tell. */
  readonly place: string | null
}

/** Follows the process's name in a message. */
export function describeThrown({ message, isRejection }: Thrown): string {
  return isRejection
    ? `crashed, since nothing handles the rejection ${message}`
    : `crashed, since nothing catches ${message}`
}
