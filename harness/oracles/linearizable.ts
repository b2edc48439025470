import type { Oracle } from '../model/oracle.ts'
import { losesPower } from '../model/record.ts'
import { findingOf, memoryOfHistories } from './explained.ts'

/**
 * One order of the calls explains all that was found: the end, every load, and what calls returned. Each acknowledged
 * call takes effect once, between its begin and its end; one that was rejected, killed or never settled takes effect
 * once after its begin, or not at all; none does so in part. (Herlihy and Wing, Linearizability, ACM Transactions on
 * Programming Languages and Systems 12(3), 1990.)
 */
export const linearizable: Oracle = {
  name: 'linearizable',
  speaksOf: 'specification',
  isTimed: true,
  // What a disk has lost is for `acknowledged-survives` to say.
  applies: (record) => record.specification !== undefined && record.calls.length > 0 && !losesPower(record),
  judge: (record) =>
    (record.explained ?? []).flatMap(({ sessions, whole }) => findingOf(whole, sessions, record) ?? []),
  remembers: memoryOfHistories,
}
