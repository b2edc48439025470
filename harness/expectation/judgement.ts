/** What a test is to say of a target. Plain data. */
export interface Judgement {
  /** Why the test fails; null where it passes. */
  readonly failure: string | null
  /** What a person should know whether it fails or not. */
  readonly notices: readonly string[]
}

/** What the runner of a test allows. */
export interface TestLimits {
  /** After which the test is given up; none where absent or 0. */
  readonly timeoutMillis?: number | undefined
  /** Each ends what is going on. */
  readonly signals?: readonly AbortSignal[]
}
