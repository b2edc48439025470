import { formatDuration } from '../model/duration.ts'

/** What is found late in the budget is still to be shrunk, confirmed and told. */
const mostReserveMillis = 15_000
const reserveShare = 0.4
/** Before the test's timeout, so that what was found is told and not the timeout. */
const lastMomentShare = 0.1

export interface Budget {
  readonly millis: number
  /** Ends whatever is still going on shortly before the test's timeout. */
  readonly signals: readonly AbortSignal[]
  /** Set where less time is spent than was asked for. */
  readonly notice: string | null
}

/**
 * How long to look, given what was asked for and when the test times out: a test that times out tells nothing.
 *
 * @param timeoutMillis of the test; none where absent or 0
 */
export function budgetWithin(askedMillis: number, timeoutMillis: number | undefined): Budget {
  if (!timeoutMillis || !Number.isFinite(timeoutMillis)) {
    return { millis: askedMillis, signals: [], notice: null }
  }
  const most = timeoutMillis - Math.min(mostReserveMillis, timeoutMillis * reserveShare)
  const signals = [AbortSignal.timeout(Math.round(timeoutMillis * (1 - lastMomentShare)))]
  if (askedMillis <= most) return { millis: askedMillis, signals, notice: null }
  const [timeout, left, asked, enough] = [
    timeoutMillis,
    most,
    askedMillis,
    askedMillis + mostReserveMillis,
  ].map(formatDuration)
  const notice = `the test's timeout of ${timeout} leaves ${left} of a budget of ${asked}: give the test a timeout of ${enough} or more, or set maxTime`
  return { millis: most, signals, notice }
}
