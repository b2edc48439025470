export const problemKinds = [
  /** Something was thrown that nothing caught, and its process has ended. */
  'crashed',
  /** A call never settles, or an execution never ends. */
  'stuck',
  /** The same decisions came to something else. */
  'not-repeated',
  /** The machine had too little time for a process. */
  'starved',
  /** The budget was over before anything was checked. */
  'no-time',
  /** Anything else; the message says what. */
  'failed',
] as const
export type ProblemKind = (typeof problemKinds)[number]
