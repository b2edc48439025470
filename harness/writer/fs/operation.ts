import type { Plan } from './plan.ts'

export type Face = 'sync' | 'callback' | 'promise'

/**
 * One function of Node's API: from its arguments (without the callback) to the plan that carries the call out.
 * Null where the call touches nothing under control or its arguments are invalid: Node's own function takes it.
 */
export type Operation = (args: readonly unknown[], face: Face) => Plan<unknown> | null

/** By the name of the callback function, for example `writeFile`. */
export type Operations = Readonly<Record<string, Operation>>
