import type { Oracle } from '../model/oracle.ts'
import { findingOf, memoryOfHistories } from './explained.ts'

/**
 * One order of the calls explains all that was found: the end, every load, and what calls returned. Each acknowledged
 * call takes effect once, between its begin and its end; one that was rejected, killed or never settled takes effect
 * once after its begin, or not at all; none does so in part. After a power loss, this is asked of what the next start has
 * found, and of its calls. (Herlihy and Wing, Linearizability, ACM Transactions on
 * Programming Languages and Systems 12(3), 1990.)
 */
export const linearizable: Oracle = {
  name: 'linearizable',
  speaksOf: 'specification',
  isTimed: true,
  // What a disk has lost is for `acknowledged-survives` to say, and what the next start then makes of it is asked here.
  applies: ({ specification, calls }) => specification !== undefined && calls.length > 0,
  judge: (record) =>
    (record.explained ?? []).flatMap(({ sessions, whole }) => findingOf(whole, sessions, record) ?? []),
  remembers: memoryOfHistories,
}
