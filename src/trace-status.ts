/** How a session or a span stands, from what anything may replace to what nothing may. */
export const statuses = ['running', 'completed', 'error', 'crashed'] as const

export type TraceStatus = (typeof statuses)[number]

/**
 * The status that stays when two are reported of one thing: the graver. It does not depend on which came first
 * (the join of a lattice), so no race between an end and a crash can turn `crashed` into `completed`.
 */
export function graver(one: TraceStatus, other: TraceStatus): TraceStatus {
  return statuses.indexOf(one) >= statuses.indexOf(other) ? one : other
}
