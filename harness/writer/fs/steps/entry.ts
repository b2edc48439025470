import type { Operation as Op, Step } from '../../../model/step.ts'
import { take, type Plan } from '../plan.ts'
import { failing } from './failing.ts'
import { at, type Target } from './open-close.ts'

/** A step on one path. */
export function* onEntry<T>(
  op: Op,
  syscall: string,
  { place }: Target,
  perform: () => T,
  more: Pick<Step, 'withoutTimes'> = {},
): Plan<T> {
  return yield* take({ step: { op, ...at(place), ...more }, perform, fail: failing(syscall, place.given) })
}

/** A step on two paths, of which one at least lies under the run directory. */
export function* onEntries<T>(
  op: Op,
  from: { path: string; given: string; through?: readonly string[] },
  to: { path: string; given: string; through?: readonly string[] },
  perform: () => T,
): Plan<T> {
  const through = [...(from.through ?? []), ...(to.through ?? [])]
  return yield* take({
    step: { op, path: from.path, to: to.path, ...(through.length > 0 && { through }) },
    perform,
    fail: failing(op, from.given, to.given),
  })
}
