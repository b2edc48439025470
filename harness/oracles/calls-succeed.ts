import { nameOf } from '../model/content.ts'
import type { Oracle } from '../model/oracle.ts'

/** No call is rejected unless a fault struck. Opt-in: a target may well reject, for example where a lock is taken. */
export const callsSucceed: Oracle = {
  name: 'calls-succeed',
  optIn: true,
  applies: ({ calls, faults }) => calls.length > 0 && faults.length === 0,
  judge: ({ calls, workload }) =>
    calls
      .filter(({ outcome }) => outcome === 'rejected')
      .slice(0, 1)
      .map((call) => ({
        session: call.session,
        message: `${nameOf(call, workload)} was rejected, although no fault struck: ${call.error ?? 'without a reason'}`,
        kind: 'rejected',
      })),
}
