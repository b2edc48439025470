const expected = 'expected the calls to write to the path that the target names for the session'

/** Why a run says nothing though calls were acknowledged: what they did was not where anybody looked. */
export const unseen = {
  step: `no step was ever seen in the run directory; ${expected}`,
  file: `no session file was ever there; ${expected}`,
} as const
