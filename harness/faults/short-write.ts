import type { FaultKind } from '../model/fault-kind.ts'

/**
 * A write takes fewer bytes than it was given, as POSIX allows and a full disk does; then all is well again, or the
 * next write to the file says what was the matter.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/write.html
 */
export const shortWrite: FaultKind = {
  name: 'short-write',
  weight: 2,
  strikes({ op, call, bytes: asked = 0 }) {
    if (op !== 'write' || call === 0 || asked < 2) return []
    const bytes = asked >> 1
    return [
      { kind: 'short-write', bytes },
      { kind: 'short-write', bytes, followedBy: 'ENOSPC' },
    ]
  },
}
