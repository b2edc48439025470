import type { ExecutionRecord } from '../../model/record.ts'
import type { StepEvent } from '../../model/step-log.ts'
import { struckRemovals } from '../../model/struck-removals.ts'

/** Whoever polls a lock asks for it at least once in so many steps. */
const latestSteps = 50

/**
 * Whether an injected error kept something from being removed, such as a lock, and whoever waits asks for that to the
 * last. No more comes of it until the application starts again, and it is not held against the target.
 *
 * @param aliasOf how the log names a path
 */
export function isLockedOutByError(
  { files, faults }: Pick<ExecutionRecord, 'files' | 'faults'>,
  log: () => readonly StepEvent[],
  aliasOf: (path: string) => string,
): boolean {
  const errors = faults.filter(({ fault }) => fault.kind === 'errno')
  const kept = struckRemovals({ files, faults: errors }).map(aliasOf)
  if (kept.length === 0) return false
  const asked = log()
    .slice(-latestSteps)
    .flatMap(({ path }) => path ?? [])
  return asked.some((path) => kept.some((each) => path === each || each.startsWith(`${path}/`)))
}
