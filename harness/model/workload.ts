/** One planned invocation of a target operation, with a document of its own. */
export interface CallPlan {
  /** The target's name of the operation, for example `export`. */
  readonly operation: string
  readonly session: string
  /** UTF-8 length of the document's payload. */
  readonly payloadBytes: number
  /** False where the writer goes on without waiting for this call to settle. */
  readonly awaited: boolean
  /** It is no call of the target's: the application loads the session, as one that only reads would. */
  readonly looks?: true
}

/** Who calls what, in which order, beside how many concurrent readers. Plain data. */
export interface Workload {
  /** One list of calls a writer; writer `w1` is the first. */
  readonly writers: readonly (readonly CallPlan[])[]
  /** Free-running reader processes. */
  readonly readers: number
  /**
   * The start of a call is a step where its writer has other steps or timers pending: it comes before, between or after
   * these. Absent: each call begins at once, in the same turn of the event loop, when the one before it lets it. Both
   * happen to applications, and what a target defers to the end of the turn tells them apart. Free-running writers
   * begin all calls at once.
   */
  readonly startsAreSteps?: true
}

/** Whether a writer writes nothing: all that it does is load what the others write. */
export function isReader(calls: readonly CallPlan[]): boolean {
  return calls.length > 0 && calls.every(({ looks }) => looks === true)
}

/** What a reader does that loads each of the sessions once. */
export function loadsOf(sessions: readonly string[]): CallPlan[] {
  return sessions.map((session) => ({
    operation: 'load',
    session,
    payloadBytes: 0,
    awaited: true,
    looks: true,
  }))
}

/** Names one call: writer and call count from 1. */
export interface CallId {
  readonly writer: number
  readonly call: number
}

/** The sessions that any call of the workload names, in order of first use. */
export function sessionsOf(workload: Workload): string[] {
  return [...new Set(workload.writers.flatMap((calls) => calls.map((plan) => plan.session)))]
}

/** So often an execution starts again after a crash; what comes then is not disturbed any more. */
export const mostRestarts = 2

/** Payloads differ by so much, so that one document is cut or continued by another. */
const payloadStepBytes = 24

/**
 * The workload with the writer that starts once the others are through, after a crash: it makes one call in each
 * session, of a document that is longer than all others.
 */
export function startedAgain(workload: Workload): Workload {
  let again = startedOnceMore.get(workload)
  if (!again) startedOnceMore.set(workload, (again = withNextStart(workload)))
  return again
}

/** The same one each time: much is worked out once for a workload. */
const startedOnceMore = new WeakMap<Workload, Workload>()

function withNextStart(workload: Workload): Workload {
  const { writers } = workload
  const plans = writers.filter((calls) => !isReader(calls)).flat()
  const longest = Math.max(0, ...plans.map(({ payloadBytes }) => payloadBytes))
  const next = sessionsOf(workload).flatMap((session, index) => {
    const plan = plans.find((each) => each.session === session)
    if (!plan) return []
    const payloadBytes = longest + payloadStepBytes * (1 + index)
    return [{ operation: plan.operation, session, payloadBytes, awaited: true }]
  })
  return { ...workload, writers: [...writers, next] }
}

/** How output names a writer: `w1`. */
export function writerLabel(writer: number): string {
  return `w${writer}`
}

/** How output names a call: `w1 export#2`. */
export function callLabel(id: CallId, operation: string): string {
  return `${writerLabel(id.writer)} ${operation}#${id.call}`
}
