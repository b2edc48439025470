import { fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import type { CallRecord, ExecutionRecord } from '../model/record.ts'
import type { Finding } from '../model/verdict.ts'
import { callLabel } from '../model/workload.ts'

/**
 * After a kill or a power loss, once `recover` has run, the next call in each session is acknowledged: what a crash has
 * left behind locks nobody out. It is neither rejected nor waits for ever, and the application comes as far as that.
 *
 * The latest start is judged, and only where nothing has struck it: what is rejected then is rejected because of what
 * the crash has left.
 */
export const startsAgain: Oracle = {
  name: 'starts-again',
  applies: ({ restart, faults, workload }) =>
    restart !== undefined && faults.every(({ writer }) => writer !== workload.writers.length),
  judge(record) {
    const { restart, workload } = record
    const { failed } = restart ?? {}
    if (failed !== undefined)
      return [{ message: `the application should start again after the crash, but ${failed}`, kind: 'start' }]
    const writer = workload.writers.length
    const plans = workload.writers.at(-1) ?? []
    return plans.flatMap(({ session, operation }, index): Finding[] => {
      const made = record.calls.find((each) => each.writer === writer && each.call === index + 1)
      if (made?.outcome === 'acknowledged') return []
      const name = callLabel({ writer, call: index + 1 }, operation)
      const message = `the next call on ${fileLabel(record.files, session)} after the crash should be acknowledged, but ${name} ${whatBecame(made, record)}`
      return [{ session, message, kind: made?.outcome === 'rejected' ? 'rejected' : 'waits' }]
    })
  },
}

function whatBecame(made: CallRecord | undefined, { calls, workload }: ExecutionRecord): string {
  if (made?.outcome === 'rejected') return `is rejected (${made.error ?? 'without a reason'})`
  if (made) return 'never settles'
  const before = calls.find(
    ({ writer, outcome }) => writer === workload.writers.length && outcome === 'pending',
  )
  return before ? `is never made, since the call before it never settles` : 'is never made'
}
