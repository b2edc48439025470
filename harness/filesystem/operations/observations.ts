import { digestOfBytes } from '../../model/digest.ts'
import type { Stats } from '../results.ts'
import type { Observation } from '../semantics.ts'

export function observationOfBytes(data: Uint8Array): Observation {
  return [data.length, digestOfBytes(data)]
}

/** Every field but times: which of them the caller looks at is not known. */
export function observationOfUndated(stats: Stats): readonly Observation[] {
  return [
    stats.number,
    stats.kind,
    stats.permissions,
    stats.uid,
    stats.gid,
    stats.links,
    stats.sizeBytes,
    stats.blocks,
  ]
}

/** Every field. */
export function observationOfStats(stats: Stats): Observation {
  return [
    ...observationOfUndated(stats),
    String(stats.accessedNanos),
    String(stats.modifiedNanos),
    String(stats.changedNanos),
    String(stats.bornNanos),
  ]
}
