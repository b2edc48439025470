import type { StepEvent } from '../model/step-log.ts'

/** A loop with more steps is not recognised at a glance, either. */
const longestLoop = 16
const leastRepeats = 3

/** Steps that happened again and again, after they were shown once. */
export interface Repeats {
  /** Index of the first step that is left out. */
  readonly from: number
  /** How many steps the loop has. */
  readonly steps: number
  /** How often they came again. */
  readonly times: number
}

/**
 * The stretches of a log in which one loop goes round and round, as where a writer waits for a lock: to be left out,
 * since they show nothing new. A step that left something else in a file, or that was struck, is in none.
 *
 * @param kept index of a step that must be shown
 */
export function repeatsIn(steps: readonly StepEvent[], kept: number): Repeats[] {
  const names = steps.map((step, index) => (isPlain(step) && index !== kept ? nameOf(step) : `${index}`))
  const found: Repeats[] = []
  for (let at = 0; at < names.length;) {
    const repeats = repeatsAt(names, at)
    if (repeats) found.push(repeats)
    at = repeats ? repeats.from + repeats.steps * repeats.times : at + 1
  }
  return found
}

/** The loop of which most rounds follow its first one, which begins here. */
function repeatsAt(names: readonly string[], start: number): Repeats | null {
  let best: Repeats | null = null
  for (let steps = 1; steps <= longestLoop; steps += 1) {
    const from = start + steps
    let same = 0
    while (from + same < names.length && names[from + same] === names[start + same]) same += 1
    const times = Math.floor(same / steps)
    if (times >= leastRepeats && times * steps > (best ? best.times * best.steps : 0))
      best = { from, steps, times }
  }
  return best
}

function isPlain({ held, fault, aftermath, lost }: StepEvent): boolean {
  return (held ?? fault ?? aftermath ?? lost) === undefined
}

/** What a step is to its reader; each round of a loop may have a temporary name of its own. */
function nameOf({ writer, call, op, path, to, bytes, error, sync, source }: StepEvent): string {
  const generic = [path, to].map((name) => name?.replace(/(?<=^|\/)tmp#\d+/g, 'tmp#'))
  return JSON.stringify([writer, call, op, ...generic, bytes, error, sync, source])
}

/** For example `… the same 2 steps 998 more times`. */
export function describeRepeats({ steps, times }: Repeats): string {
  return `… the same ${steps === 1 ? 'step' : `${steps} steps`} ${times} more times`
}
