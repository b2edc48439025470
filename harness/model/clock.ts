/**
 * The instant at which every controlled execution begins, by the clock that its writers see: 2001-09-09T01:46:40Z.
 * Long before real time, so that a time of the kernel's is told by its value.
 */
export const virtualStartMillis = 1_000_000_000_000

/**
 * A time of access that a target sets is kept so far ahead: where the kernel changes one at a look, it does so only
 * where that is not later than the other times, or a day old (`relatime`, mount(8)).
 */
export const aheadSeconds = 2 ** 33

/** How far the others' timers run ahead of a writer that is ready to go on, unless that one stalls. */
export const mostAheadMillis = 1_000
