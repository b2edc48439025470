const expected = 'expected the calls to write to the path that the target names for the session'

/** Why a run says nothing though calls were acknowledged: what they did was not where anybody looked. */
export const unseen = {
  step: `no step was ever seen in the run directory; ${expected}`,
  file: `no session file was ever there; ${expected}`,
} as const

/** @param first what the first rejected call failed with; null where none was rejected */
export function neverAcknowledged(first: string | null): string {
  const why =
    first === null ? 'each ended with its process, before it had settled' : `the first failed with: ${first}`
  return `no call was ever acknowledged, so nothing was checked; ${why}`
}
