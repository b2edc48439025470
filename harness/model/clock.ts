/**
 * The instant at which every controlled execution begins, by the clock that its writers see: 2001-09-09T01:46:40Z.
 * Long before real time, so that a time of the kernel's is told by its value.
 */
export const virtualStartMillis = 1_000_000_000_000

/** How far the others' timers run ahead of a writer that is ready to go on, unless that one stalls. */
export const mostAheadMillis = 1_000
