import type { FaultKind } from '../model/fault-kind.ts'

/**
 * A writer stands still, though it is ready to go on, while the clocks of the others run on: a suspended laptop, a
 * debugger, a starved container. What tells is that a timer of another writer fires first, so that is what is struck.
 */
export const stall: FaultKind = {
  name: 'stall',
  weight: 2,
  strikes: (_, __, isAhead) => (isAhead ? [{ kind: 'stall' }] : []),
}
