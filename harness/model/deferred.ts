import type { CallRecord } from './record.ts'

/**
 * Acknowledged without any step, of anybody's, since it was invoked: whatever it writes, it writes later. In a race the
 * positions are too fine to tell that, unless the writer says so.
 */
export function isDeferred({
  invoked,
  settled,
  returnedNothing,
}: Pick<CallRecord, 'invoked' | 'settled' | 'returnedNothing'>): boolean {
  return returnedNothing === true || Math.floor(invoked) === Math.floor(settled ?? Infinity)
}
